import Domain
import Testing

struct TaskActionNamesTests {
    @Test(
        arguments: [
            ("IMAGINE", .imagine), ("imagine", .imagine), ("mj_imagine", .imagine),
            ("MJ_Imagine", .imagine), ("swap_face", .swapFace), ("SWAP_FACE", .swapFace),
            ("mj_custom_zoom", .customZoom), ("mj_upload", .upload), ("ACTION", .action),
        ] as [(String, TaskAction)]
    )
    func anAction_isKnownByBothNames(name: String, action: TaskAction) {
        #expect(TaskAction(name: name) == action)
    }

    @Test(arguments: ["", "mj_", "IMAGIN", "mj_mj_imagine", "gpt-4", "IMAGINE ", "MJ-IMAGINE"])
    func otherNames_areUnknown(name: String) {
        #expect(TaskAction(name: name) == nil)
    }

    @Test func everyKnownAction_isKnownByItsNames() {
        for action in TaskAction.known {
            #expect(TaskAction(name: action.rawValue) == action)
            #expect(TaskAction(name: "mj_" + action.rawValue.lowercased()) == action)
        }
        #expect(Set(TaskAction.known).count == TaskAction.known.count)
    }

    @Test(
        arguments: [
            ("IMAGIN", .imagine), ("mj_vidio", .video), ("swapface", .swapFace), ("gpt-4", nil),
            ("UPSCAL", .upscale),
        ] as [(String, TaskAction?)]
    )
    func aSlip_findsTheActionThatWasMeant(name: String, action: TaskAction?) {
        #expect(TaskAction.nearest(to: name) == action)
    }
}
