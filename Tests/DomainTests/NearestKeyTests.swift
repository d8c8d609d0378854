import Domain
import Testing

@Suite struct NearestKeyTests {
    private let keys = ["MJTASK_DATABASE", "MJTASK_MAX_BODY", "MJTASK_LIST_THREADS"]

    @Test(arguments: [
        ("MJTASK_DATABSE", "MJTASK_DATABASE"), ("mjtask_max_body", "MJTASK_MAX_BODY"),
        ("MTASK_DATABASE", "MJTASK_DATABASE"), ("MJTASK_LISTTHREADS", "MJTASK_LIST_THREADS"),
        ("MJTASK_MAX_BODYS", "MJTASK_MAX_BODY"),
    ])
    func aSlip_findsTheKeyThatWasMeant(key: String, meant: String) {
        #expect(NearestKey.to(key, among: keys) == meant)
    }

    @Test(arguments: ["MJTASK_COLOUR", "TZ", "", "PATH"])
    func anotherWord_findsNothing(key: String) {
        #expect(NearestKey.to(key, among: keys) == nil)
    }
}
