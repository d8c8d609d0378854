package import Domain
package import Storage

extension Installation {
    package func prices() throws(AdministrationError) -> [ListedPrice] {
        do {
            return try store.prices()
        } catch {
            throw AdministrationError(error, action: "list prices", hint: "")
        }
    }

    /// Counts for later submits only.
    ///
    /// - Parameters:
    ///   - name: `IMAGINE` or `mj_imagine`.
    ///   - mode: nil: any that has no price of its own.
    package func setPrice(of name: String, mode: SpeedMode?, quota: Int64)
        throws(AdministrationError) -> ListedPrice
    {
        let price = ListedPrice(
            action: try ActionName.action(name, action: "set price"),
            mode: mode,
            quota: quota
        )
        do {
            try store.setPrice(price)
        } catch {
            throw AdministrationError(
                error,
                action: "set price of \(price.action.rawValue)",
                hint: "prices are whole units: 50000 are 0.10 USD"
            )
        }
        return price
    }

    /// Also of actions that are no longer known.
    ///
    /// - Returns: whose price it was.
    package func removePrice(of name: String, mode: SpeedMode?)
        throws(AdministrationError) -> TaskAction
    {
        let listed = TaskAction(rawValue: name)
        let action =
            if try prices().contains(where: { $0.action == listed }) {
                listed
            } else {
                try ActionName.action(name, action: "remove price")
            }
        do {
            try store.removePrice(of: action, mode: mode)
        } catch {
            throw AdministrationError(
                error,
                action: "remove price of \(action.rawValue)",
                hint: "“mjtask prices list” shows those there are, with their modes"
            )
        }
        return action
    }
}
