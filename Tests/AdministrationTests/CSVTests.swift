import Administration
import Testing

@Suite struct CSVTests {
    @Test(arguments: [
        (["a", "b"], "a,b\r\n"), (["", ""], ",\r\n"), (["a,b", "c"], "\"a,b\",c\r\n"),
        (["say \"hi\""], "\"say \"\"hi\"\"\"\r\n"),
        (["a\nb", "a\r\nb"], "\"a\nb\",\"a\r\nb\"\r\n"),
        (["画家", "-1"], "画家,-1\r\n"),
        (["=1+1", "+a", "-", "@b", "+7"], "'=1+1,'+a,'-,'@b,+7\r\n"),
        (["=\"x\",1", "\ta"], "\"'=\"\"x\"\",1\",'\ta\r\n"),
    ])
    func record_quotesWhatItMust(fields: [String], text: String) {
        #expect(CSV.record(fields) == text)
    }
}
