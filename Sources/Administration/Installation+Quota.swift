import Domain
package import Storage

extension Installation {
    /// Adds to a user's quota.
    package func grant(_ amount: Int64, toUserNamed text: String, note: String)
        throws(AdministrationError) -> User
    {
        let user = try user(named: text)
        let action = "grant to “\(user.name)”"
        guard amount > 0 else {
            throw AdministrationError(
                .invalid,
                "\(action): the amount is not positive",
                hint: "“mjtask users adjust” takes quota away"
            )
        }
        do {
            return try store.grantQuota(userID: user.id, by: amount, note: note)
        } catch {
            throw AdministrationError(error, action: action, hint: Self.hint)
        }
    }

    /// Corrects a user's quota, up or down, never below zero.
    package func adjustQuota(ofUserNamed text: String, by amount: Int64, note: String)
        throws(AdministrationError) -> User
    {
        let user = try user(named: text)
        let action = "adjust the quota of “\(user.name)”"
        guard note.contains(where: { !$0.isWhitespace }) else {
            throw AdministrationError(
                .invalid,
                "\(action): there is no note",
                hint: "say why with --note: it is kept in the ledger"
            )
        }
        guard amount >= -user.quota else {
            throw AdministrationError(
                .invalid,
                "\(action): it is \(QuotaText.format(user.quota)), and would become negative",
                hint: "take at most \(user.quota) units away"
            )
        }
        do {
            return try store.adjustQuota(userID: user.id, by: amount, note: note)
        } catch {
            throw AdministrationError(error, action: action, hint: Self.hint)
        }
    }

    private static let hint = "“mjtask users show” tells what a user has; notes are one short line"
}
