import Domain
import Testing

struct CustomIDTests {
    private static let job = "85a4b4c1-8835-46c5-a15c-aea34fad1862"

    @Test(
        arguments: [
            ("MJ::JOB::upsample::1::\(job)", .upscale, 1, .upscale),
            ("MJ::JOB::upsample::4::\(job)", .upscale, 4, .upscale),
            ("MJ::JOB::variation::3::\(job)", .variation, 3, .variation),
            ("MJ::JOB::reroll::0::\(job)::SOLO", .reroll, nil, .reroll),
            ("MJ::JOB::low_variation::1::\(job)::SOLO", .lowVariation, nil, .lowVariation),
            ("MJ::JOB::high_variation::1::\(job)::SOLO", .highVariation, nil, .highVariation),
            ("MJ::JOB::upsample_v5_4x::1::\(job)::SOLO", .upscaleAgain, 1, .upscale),
            ("MJ::JOB::upsample_v6r1_2x_subtle::1::\(job)::SOLO", .upscaleAgain, 1, .upscale),
            ("MJ::JOB::upsample_v9_2x_creative::1::\(job)::SOLO", .upscaleAgain, 1, .upscale),
            ("MJ::JOB::video_virtual_upscale::2::\(job)", .upscaleAgain, 2, .upscale),
            ("MJ::JOB::pan_left::1::\(job)::SOLO", .pan, nil, .pan),
            ("MJ::JOB::pan_down::1::\(job)::SOLO", .pan, nil, .pan),
            ("MJ::Outpaint::50::1::\(job)::SOLO", .zoom, nil, .zoom),
            ("MJ::Outpaint::100::1::\(job)::SOLO", .zoom, nil, .zoom),
            ("MJ::CustomZoom::\(job)", .customZoom, nil, .customZoom),
            ("MJ::CustomZoom::1::\(job)", .customZoom, nil, .customZoom),
            ("MJ::Inpaint::1::\(job)::SOLO", .inpaint, nil, .inpaint),
            ("MJ::JOB::animate_high::1::\(job)::SOLO", .animate, 1, .video),
            ("MJ::JOB::animate_low_extend::3::\(job)", .animate, 3, .video),
            ("MJ::JOB::video::1::\(job)::manual", .animate, 1, .video),
            ("MJ::Job::PicReader::4", .describedPrompt, 4, .imagine),
            ("MJ::Job::PicReader::all", .allDescribedPrompts, nil, .imagine),
            ("MJ::Picread::Retry", .describeAgain, nil, .describe),
            ("MJ::Job::PromptAnalyzer::5", .shortenedPrompt, 5, .imagine),
            ("MJ::Job::PromptAnalyzerExtended", .shortenDetails, nil, .shorten),
            ("MJ::BOOKMARK::\(job)", .bookmark, nil, .action),
        ] as [(String, CustomID.Family, Int?, TaskAction)]
    )
    func everyFamily_hasItsActionAndIndex(
        _ text: String,
        _ family: CustomID.Family,
        _ index: Int?,
        _ action: TaskAction
    ) {
        let customID = CustomID(text)

        #expect(customID.family == family)
        #expect(customID.index == index)
        #expect(customID.action == action)
    }

    @Test(
        arguments: [
            ("mj::job::UPSAMPLE::2::x", .upscale), ("MJ::Job::Upsample::2::x", .upscale),
            ("MJ::JOB::PicReader::ALL", .allDescribedPrompts), ("MJ::bookmark::x", .bookmark),
            ("MJ::OUTPAINT::50::1::x", .zoom), ("MJ::picread::retry", .describeAgain),
            ("MJ::customzoom::x", .customZoom), ("MJ::JOB::PromptAnalyzer::1", .shortenedPrompt),
        ] as [(String, CustomID.Family)]
    )
    func lettersCount_inAnyCase(_ text: String, _ family: CustomID.Family) {
        #expect(CustomID(text).family == family)
    }

    /// B6: texts of another form crashed the request.
    @Test(
        arguments: [
            "", " ", "::", "MJ", "MJ::", "MJ::JOB", "MJ::JOB::", "MJ::JOB::::1", "JOB::upsample::1",
            "XX::JOB::upsample::1", " MJ::JOB::upsample::1", "MJ:JOB:upsample:1", "upsample",
            "MJ::JOB::JOB::upsample::1", "MJ::JOB::expand::1", "MJ::JOB::weird_variation::1",
            "MJ::JOB::upsampled::1", "MJ::Picread::1", "MJ::New::Family::1::x", "\u{0}", "🎉::🎉",
        ])
    func b6_aCustomIDThatNobodyKnows_isAnAction_withoutIndex(_ text: String) {
        let customID = CustomID(text)

        #expect(customID.family == .unknown)
        #expect(customID.index == nil)
        #expect(customID.action == .action)
    }

    @Test(
        arguments: [
            "", "0", "-1", "+1", "01", "12", "99999999999999999999999999", "1.0", "x", "１", " 1",
        ])
    func indexThatIsNone_isNil(_ index: String) {
        let customID = CustomID("MJ::JOB::upsample::\(index)::x")

        #expect(customID.family == .upscale)
        #expect(customID.index == nil)
    }

    @Test func hugeTexts_areReadToTheirKeywordOnly() {
        let many = String(repeating: "::", count: 1_000_000)
        let long = String(repeating: "A", count: 1_000_000)

        #expect(CustomID(many).family == .unknown)
        #expect(CustomID("MJ" + many).family == .unknown)
        #expect(CustomID("MJ::JOB::" + long).family == .unknown)
        #expect(CustomID("MJ::JOB::upsample_" + long).family == .unknown)
        #expect(
            CustomID("MJ::JOB::upsample::2::" + many + long) == CustomID("MJ::JOB::upsample::2")
        )
    }
}
