import Domain
import Storage
import TestSupport
import Testing

struct PricesTests {
    @Test func aNewDatabase_hasThePricesOfNewAPI_forEveryKnownAction() throws {
        try withTemporaryStore { store in
            let prices = try store.prices()
            #expect(Set(prices.map(\.action)) == Set(TaskAction.known))
            #expect(prices.allSatisfy { $0.mode == nil })
            #expect(prices.contains(ListedPrice(action: .video, quota: 400_000)))
        }
    }

    @Test func aPrice_countsForLaterSubmitsOnly() throws {
        try withTemporaryStore { store in
            let submitter = try store.makeSubmitter()
            let before = try store.makeTask(of: submitter)
            try store.setPrice(ListedPrice(action: .imagine, quota: 7))
            let after = try store.makeTask(of: submitter)

            #expect(before.quota == 50_000)
            #expect(after.quota == 7)
            #expect(try store.task(before.mjID, owner: nil)?.task.quota == 50_000)
        }
    }

    @Test func aModesPrice_isBesideThatOfAnyMode_andRemovedAlone() throws {
        try withTemporaryStore { store in
            try store.setPrice(ListedPrice(action: .imagine, mode: .turbo, quota: 9))
            try store.setPrice(ListedPrice(action: .imagine, mode: .turbo, quota: 10))
            #expect(
                try store.prices().filter { $0.action == .imagine } == [
                    ListedPrice(action: .imagine, quota: 50_000),
                    ListedPrice(action: .imagine, mode: .turbo, quota: 10),
                ]
            )
            let submitter = try store.makeSubmitter()
            let modes: [SpeedMode?] = [nil, .fast, .turbo]
            for (mode, quota) in zip(modes, [50_000, 50_000, 10] as [Int64]) {
                let outcome = try store.accept([.make(of: submitter, mode: mode)])
                guard case .accepted(let tasks) = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
                #expect(tasks.map(\.quota) == [quota])
            }

            try store.removePrice(of: .imagine, mode: nil)
            #expect(try store.accept([.make(of: submitter)]) == .unpriced)
            try store.removePrice(of: .imagine, mode: .turbo)
            #expect(try store.accept([.make(of: submitter, mode: .turbo)]) == .unpriced)
            #expect(throws: StorageError.notFound(what: "price")) {
                try store.removePrice(of: .imagine, mode: .turbo)
            }
        }
    }

    @Test(arguments: [-1, 1_000_000_001, .max] as [Int64])
    func pricesOutOfReason_areRefused(quota: Int64) throws {
        try withTemporaryStore { store in
            let before = try store.prices()
            #expect(
                throws: StorageError.invalid(
                    what: "price",
                    reason: "must be 0 to 1000000000 units"
                )
            ) {
                try store.setPrice(ListedPrice(action: .imagine, quota: quota))
            }
            let after = try store.prices()
            #expect(after == before)
        }
    }

    /// Whatever is allowed of both, their product fits.
    @Test func theHighestPriceTimesTheHighestRatio_isAPrice() throws {
        let product = Price.charge(
            base: ListedPrice.quotas.upperBound,
            ratio: PriceGroup.ratios.upperBound
        )
        #expect(product == 1_000_000_000_000)
    }
}
