import FoundationEssentials
package import Storage

/// A callback that is still to be delivered, or was given up, as operators see it.
package struct CallbackSummary: Sendable {
    package var callback: Callback
    /// Whose task it is about.
    package var owner: String

    /// Addresses of clients may hold secrets in every other part.
    package var host: String { URLComponents(string: callback.url)?.host ?? "-" }
}

extension Installation {
    /// Newest first.
    package func callbacks(onlyFailed: Bool, limit: Int)
        throws(AdministrationError) -> [CallbackSummary]
    {
        let action = "list callbacks"
        guard limit > 0 else {
            throw AdministrationError(
                .invalid,
                "\(action): the limit is not positive",
                hint: "give 1 or more"
            )
        }
        let nameOfID = Dictionary(try users().map { ($0.id, $0.name) }) { first, _ in first }
        do {
            return try store.callbacks(onlyFailed: onlyFailed, limit: limit).map {
                CallbackSummary(callback: $0, owner: nameOfID[$0.userID] ?? "-")
            }
        } catch {
            throw AdministrationError(error, action: action, hint: "")
        }
    }

    /// Makes callbacks due at once: these, or (nil) all that were given up.
    ///
    /// - Returns: how many.
    package func retryCallbacks(_ ids: [Int64]?) throws(AdministrationError) -> Int {
        do {
            return try store.retryCallbacks(ids)
        } catch {
            throw AdministrationError(
                error,
                action: "retry callbacks",
                hint: "“mjtask callbacks list” shows the ids there are; what was delivered is gone"
            )
        }
    }
}
