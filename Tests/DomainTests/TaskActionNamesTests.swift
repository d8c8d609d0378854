import Domain
import Testing

struct TaskActionNamesTests {
    @Test func names_areOurs_orNewAPIs() {
        #expect(TaskAction(name: "mj_imagine") == .imagine)
        #expect(TaskAction(name: "swap_face") == .swapFace)
        #expect(TaskAction(name: "HIGH_VARIATION") == .highVariation)
        #expect(TaskAction(name: "mj_draw") == nil)
    }
}
