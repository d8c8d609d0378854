import Domain
import TestSupport
import Testing

@testable import Storage

struct ImportGroupsTests {
    @Test func ratios_haveTheBoundsOfGroups() throws {
        try withImportBench { bench in
            try bench.source.insert(
                "options",
                ["key": "'GroupRatio'", "value": #"'{"vip":1000,"odd":1000.000001,"bad":-1}'"#]
            )

            let report = try bench.run()

            let groups = try bench.withStore { try $0.groups() }
            #expect(groups.map(\.name) == ["default", "vip"])
            #expect(groups.last?.ratio == PriceGroup.ratios.upperBound)
            #expect(report.counts(of: .group).skipped == 2)
        }
    }

    @Test func prices_areExact_andLaterImportsLeaveThemAlone() throws {
        try withImportBench { bench in
            try bench.source.insert(
                "options",
                [
                    "key": "'ModelPrice'",
                    "value": #"""
                    '{"mj_imagine":0.1,"mj_blend":0.29,"swap_face":0.0000031,"gpt-4":7,"mj_zoom":-1,
                    "mj_video":"free","mj_new_thing":1.1,"mj_upscale":2000.000002}'
                    """#,
                ]
            )
            func price(_ action: String) throws -> Int? {
                try bench.withStore {
                    try $0.number("SELECT quota FROM prices WHERE action = '\(action)'")
                }
            }

            let report = try bench.run()

            #expect(try price("IMAGINE") == 50_000)
            #expect(try price("BLEND") == 145_000)
            #expect(try price("SWAP_FACE") == 1)
            #expect(try price("NEW_THING") == 550_000)
            #expect(try price("ZOOM") == 50_000)
            #expect(try price("VIDEO") == 400_000)
            // The most that “mjtask prices” takes is a thousand million units.
            #expect(try price("UPSCALE") == 25_000)
            #expect(report.counts(of: .price).skipped == 2)

            try bench.addUser(1)
            try bench.run()
            try bench.withStore {
                try $0.execute("UPDATE prices SET quota = 77 WHERE action = 'IMAGINE'")
            }
            try bench.run()
            #expect(try price("IMAGINE") == 77)
        }
    }
}
