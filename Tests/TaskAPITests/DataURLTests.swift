import Testing

@testable import TaskAPI

struct DataURLTests {
    @Test(
        arguments: [
            ("data:image/png;base64,AAAA", true), ("data:image/jpeg;charset=x;base64,AAA=", true),
            ("data:;base64,AA==", true), ("data:image/png,AAAA", false),
            ("data:image/png;base64,", false), ("data:image/png;base64,AA=A", false),
            ("data:image/png;base64,AAA", true), ("data:image/png;base64,xxx", true),
            ("data:image/png;base64,AA", true), ("data:image/png;base64,AAAAA", false),
            ("data:image/png;base64,A", false), ("data:image/png;base64,AA=", false),
            ("data:image/png;base64,AAA==", false), ("data:image/png;base64,A===", false),
            ("data:image/png;base64,AAAA====", false), ("data:image/png;base64,====", false),
            ("data:image/png;base64,AAAA\r\nAAA=\r\n", true),
            ("data:image/png;base64,AA AA", false), ("data:image/png;base64,AA=\n=\n", true),
            ("data:image/png;base64, \n", false), ("data:image/png;base64,AA\u{A0}AA", false),
            ("data:image/png;base64,AA\u{0}A", false), ("AAAA", false),
            ("https://example.com/a.png", false), ("", false),
        ])
    func form_isChecked(_ text: String, _ isValid: Bool) {
        #expect(DataURL.isValid(text) == isValid)
    }

    @Test(
        arguments: [
            ("AAAA", 3), ("AAA=", 2), ("AAA", 2), ("AA==", 1), ("AA", 1), ("AA\r\nAA\n", 3),
            ("data:image/png;base64,AAAA\nAA", 4),
        ])
    func size_isThatOfTheBytes(_ text: String, _ size: Int) {
        #expect(PictureText.size(of: text) == size)
    }
}
