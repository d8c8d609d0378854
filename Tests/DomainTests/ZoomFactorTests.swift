import Domain
import Testing

struct ZoomFactorTests {
    @Test(
        arguments: [
            "Cat --zoom 1.5", "--zoom 1", "--zoom 2", "--zoom 2.0 --ar 16:9", "cat —zoom 1.25",
            "cat --ZOOM 2", "cat\n--zoom\t1.999", "--zoom 1.", "a --zoom 1.2 --zoom 1.5",
        ])
    func oneToTwo_isValid(_ prompt: String) {
        #expect(ZoomFactor.isValid(in: prompt))
    }

    @Test(
        arguments: [
            "", "Cat", "zoom 1.5", "Cat --zoom", "Cat --zoom --ar 1:1", "--zoom 0.99", "--zoom 2.1",
            "--zoom 0", "--zoom -1", "--zoom 1e0", "--zoom 0x1", "--zoom nan", "--zoom inf",
            "--zoom x", "--zoom=1.5", "--zoom1.5", "x--zoom 1.5", "--zoom 1,5", "--zoom .",
            "--zoom 1.2.3", "--zoom １", "--zoom 1.5 --zoom 3", "-zoom 1.5", "–zoom 1.5",
            "--zoom " + String(repeating: "9", count: 400),
        ])
    func everythingElse_isNot(_ prompt: String) {
        #expect(!ZoomFactor.isValid(in: prompt))
    }
}
