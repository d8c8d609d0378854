import Testing

@testable import TaskAPI

struct DataURLTests {
    @Test(
        arguments: [
            ("data:image/png;base64,AAAA", true), ("data:image/jpeg;charset=x;base64,AAA=", true),
            ("data:;base64,AA==", true), ("data:image/png,AAAA", false),
            ("data:image/png;base64,", false), ("data:image/png;base64,AA=A", false),
            ("data:image/png;base64,AAA", false), ("data:image/png;base64,====", false),
            ("data:image/png;base64,A\nAA", false), ("AAAA", false),
            ("https://example.com/a.png", false), ("", false),
        ])
    func form_isChecked(_ text: String, _ isValid: Bool) {
        #expect(DataURL.isValid(text) == isValid)
    }
}
