import Domain
import Testing

struct ChangeTests {
    @Test(arguments: [1, 2, 3, 4] as [Int64])
    func upscaleAndVariation_takeOneToFour(_ index: Int64) throws {
        let upscale = try #require(Change(.upscale, index: index))
        let variation = try #require(Change(.variation, index: index))

        #expect(upscale.text == "U\(index)")
        #expect(upscale.action == .upscale)
        #expect(variation.text == "V\(index)")
        #expect(variation.action == .variation)
    }

    @Test(arguments: [nil, 0, 5, -1, .max, .min] as [Int64?])
    func otherIndices_areRefused(_ index: Int64?) {
        #expect(Change(.upscale, index: index) == nil)
        #expect(Change(.variation, index: index) == nil)
    }

    @Test(arguments: [nil, 0, 1, 7] as [Int64?])
    func reroll_forgetsItsIndex(_ index: Int64?) throws {
        let reroll = try #require(Change(.reroll, index: index))

        #expect(reroll.index == nil)
        #expect(reroll.text == "R")
        #expect(reroll.action == .reroll)
    }

    @Test(
        arguments: [
            ("1320098173412546 U2", "1320098173412546", "U2"),
            ("1320098173412546 u4", "1320098173412546", "U4"),
            ("14001929738841620 V1", "14001929738841620", "V1"),
            ("x v3", "x", "V3"), ("x R", "x", "R"), ("x r", "x", "R"),
            ("x U2xyz", "x", "U2"), ("x u12", "x", "U1"), ("x V3.0", "x", "V3"),
            ("x U1🎉", "x", "U1"), ("x U1 ", "x", "U1"), ("  x U1\n", "x", "U1"),
            ("x R   ", "x", "R"),
        ])
    func content_isAnIDAndAChange(_ content: String, _ id: String, _ change: String) throws {
        let parsed = try #require(Change.parse(content))

        #expect(parsed.taskID == id)
        #expect(parsed.change.text == change)
    }

    @Test(
        arguments: [
            "", " ", "x", "x ", " U1", "U1", "xU1", "x  U1", "x\tU1", "x y U1", "x U1 U2",
            "x U", "x V", "x U0", "x U5", "x Uxyz2", "x U-1", "x U１", "x UＡ",
            "x R1", "x RR", "x reroll", "x W1", "x 1", "x UU", "x 🎉", "x\ny U1",
        ])
    func contentThatIsMoreOrLess_isRefused(_ content: String) {
        #expect(Change.parse(content) == nil)
    }

    @Test func hugeContent_isRefused() {
        #expect(Change.parse(String(repeating: " ", count: 1_000_000)) == nil)
        #expect(Change.parse(String(repeating: "x ", count: 500_000)) == nil)
        #expect(Change.parse("x U" + String(repeating: "9", count: 1_000_000)) == nil)
    }

    @Test(
        arguments: [
            ("x U1", "MJ::JOB::upsample::1::h"), ("x U4", "MJ::JOB::upsample::4::h"),
            ("x V2", "MJ::JOB::variation::2::h"), ("x R", "MJ::JOB::reroll::0::h::SOLO"),
            ("x U3", nil), ("x V1", nil),
        ])
    func button_isTheOneOfTheSameFamilyAndIndex(_ content: String, _ expected: String?) throws {
        let buttons = Buttons(
            json: """
                [{"customId":"MJ::JOB::upsample_v6_2x_subtle::3::h::SOLO"},
                {"customId":"MJ::JOB::upsample::4::h"},{"customId":"MJ::JOB::upsample::1::h"},
                {"customId":"MJ::JOB::low_variation::1::h::SOLO"},
                {"customId":"MJ::JOB::variation::2::h"},
                {"customId":"MJ::JOB::reroll::0::h::SOLO"}]
                """
        )

        #expect(try #require(Change.parse(content)).change.button(in: buttons) == expected)
    }

    @Test(
        arguments: [
            ("MJ::JOB::upsample::1::h", "U1"), ("MJ::JOB::variation::4::h", "V4"),
            ("MJ::JOB::reroll::0::h::SOLO", "R"), ("MJ::JOB::upsample::5::h", nil),
            ("MJ::JOB::upsample::h", nil), ("MJ::JOB::low_variation::1::h::SOLO", nil),
            ("MJ::Outpaint::50::1::h::SOLO", nil), ("made::up", nil),
        ])
    func buttonOfAGrid_isAChange(_ customID: String, _ expected: String?) {
        #expect(Change(CustomID(customID))?.text == expected)
    }
}
