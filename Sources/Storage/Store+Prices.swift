package import Domain
import GRDB

/// What an action costs at the ratio 1.
package struct ListedPrice: Sendable, Equatable {
    /// In quota units.
    package static let quotas: ClosedRange<Int64> = 0...1_000_000_000

    package var action: TaskAction
    /// Nil: any mode that has no price of its own.
    package var mode: SpeedMode?
    package var quota: Int64

    package init(action: TaskAction, mode: SpeedMode? = nil, quota: Int64) {
        self.action = action
        self.mode = mode
        self.quota = quota
    }
}

extension Store {
    /// By action, the price of any mode before those of single ones.
    package func prices() throws(StorageError) -> [ListedPrice] {
        try read("read prices") { database in
            try database.select("SELECT action, mode, quota FROM prices ORDER BY action, mode") {
                row in
                ListedPrice(
                    action: TaskAction(rawValue: row.text(0)),
                    mode: SpeedMode(rawValue: row.text(1)),
                    quota: row.integer(2)
                )
            }
        }
    }

    /// Counts for submits that come later: each looks it up in the transaction that charges, and
    /// keeps what it cost.
    package func setPrice(_ price: ListedPrice) throws(StorageError) {
        guard ListedPrice.quotas.contains(price.quota) else {
            throw .invalid(what: "price", reason: "must be 0 to 1000000000 units")
        }
        try write("set a price") { transaction in
            _ = try transaction.run(
                """
                INSERT INTO prices (action, mode, quota) VALUES (?, ?, ?) \
                ON CONFLICT (action, mode) DO UPDATE SET quota = excluded.quota
                """,
                [price.action.rawValue, price.mode?.rawValue ?? "", price.quota]
            )
        }
    }

    package func removePrice(of action: TaskAction, mode: SpeedMode?) throws(StorageError) {
        try write("remove a price") { transaction in
            let removed = try transaction.run(
                "DELETE FROM prices WHERE action = ? AND mode = ?",
                [action.rawValue, mode?.rawValue ?? ""]
            )
            guard removed == 1 else { throw StorageError.notFound(what: "price") }
        }
    }
}
