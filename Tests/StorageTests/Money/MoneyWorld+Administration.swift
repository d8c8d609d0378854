import Domain
import Storage
import TestSupport
import Testing

/// What administrators do meanwhile.
extension MoneyWorld {
    func changeQuota(_ step: Step, _ store: Store) throws {
        let payer = try pick(payers)
        let amount = Int64.random(in: -200_000...150_000, using: &random)
        guard step == .adjust else {
            try store.grantQuota(userID: payer.user.id, by: max(1, amount))
            return
        }
        let quota = try stores[0].user(named: payer.user.name).quota
        do {
            try store.adjustQuota(userID: payer.user.id, by: amount, note: "")
            #expect(quota + amount >= 0)
        } catch .invalid {
            #expect(quota + amount < 0 || amount == 0)
        }
    }

    func administer(_ step: Step) throws {
        let payer = try pick(payers)
        let (user, token) = (payer.user.id, payer.token.id)
        switch step {
        case .setPrice:
            let action = try pick(["IMAGINE", "MODAL", "UPLOAD", "INPAINT", "DESCRIBE"])
            let price = action == "INPAINT" ? 0 : Int.random(in: 0...80_000, using: &random)
            try execute("UPDATE prices SET quota = \(price) WHERE action = '\(action)'")
        case .setRatio:
            let ratio = Int.random(in: 0...2_000_000, using: &random)
            try execute("UPDATE groups SET ratio = \(ratio) WHERE name = 'odd'")
        case .limitToken:
            try limit(token, to: try pick([nil, Int64.random(in: 0...400_000, using: &random)]))
        case .limitUser:
            let tasks = try pick(["NULL", "0", "6", "20"])
            let rate = try pick(["NULL", "0", "20"])
            try execute(
                """
                UPDATE users SET concurrent_tasks = \(tasks), submits_per_minute = \(rate)
                WHERE id = \(user)
                """
            )
        case .allowActions:
            let actions = try pick(["", "", "", "IMAGINE INPAINT", "DESCRIBE UPLOAD MODAL"])
            try execute("UPDATE tokens SET allowed_actions = '\(actions)' WHERE id = \(token)")
        default:
            let isEnabled = try pick([0, 1, 1, 1, 1])
            try execute("UPDATE tokens SET enabled = \(isEnabled) WHERE id = \(token)")
        }
    }
}
