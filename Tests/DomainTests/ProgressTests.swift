import Domain
import Testing

struct ProgressTests {
    @Test(arguments: [
        ("31%", 31), ("0%", 0), ("100%", 100), ("31", 31), (" 31 % ", 31), ("101%", 100),
        ("-5%", 0),
    ])
    func init_readsNumbers_andClampsThem(text: String, percent: Int) {
        #expect(Progress(text)?.percent == percent)
    }

    @Test(arguments: [
        "", "%", "relaxed", "Waiting to start", "3.5%", "31%%", "null", "99999999999999999999%",
    ])
    func init_isNil_whenTheTextHasNoWholeNumber(text: String) {
        #expect(Progress(text) == nil)
    }

    @Test func init_clampsToTheNearestEnd() {
        #expect(Progress(clamping: .min) == .none)
        #expect(Progress(clamping: .max) == .complete)
    }

    @Test func text_isWhatClientsRead() {
        #expect(Progress(clamping: 31).text == "31%")
        #expect(Progress.complete.text == "100%")
    }

    @Test func comparison_isByPercent() {
        #expect(Progress(clamping: 9) < Progress(clamping: 10))
        #expect(!(Progress(clamping: 10) < Progress(clamping: 10)))
    }
}
