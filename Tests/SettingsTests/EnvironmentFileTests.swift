import Testing

@testable import Settings

@Suite struct EnvironmentFileTests {
    private func values(_ text: String) -> [String] {
        let file = EnvironmentFile(text)
        #expect(file.problems == [])
        return file.assignments.map { "\($0.key)=\($0.value)" }
    }

    @Test(arguments: [
        ("A=1", ["A=1"]), ("A=1\nB=2\n", ["A=1", "B=2"]), ("A=1\r\nB=2\r\n", ["A=1", "B=2"]),
        ("  A = 1 2  \t", ["A=1 2"]), ("A=", ["A="]), ("A=   ", ["A="]),
        ("A=b=c", ["A=b=c"]), ("# A=1\n; B=2\n\n   # C=3\nD=4", ["D=4"]),
        ("A=x # y", ["A=x # y"]),
    ])
    func plainValues_keepWhatIsBetweenTheBlanks(text: String, expected: [String]) {
        #expect(values(text) == expected)
    }

    @Test(arguments: [
        (#"A=" x y ""#, "A= x y "), (#"A=' x "y" '"#, #"A= x "y" "#),
        (#"A="a\"b\\c\$d\`e\nf""#, #"A=a"b\c$d`e\nf"#), (#"A='a\'"#, #"A=a\"#),
        ("A=\"two\nlines\"", "A=two\nlines"), ("A=\"one\\\nline\"", "A=oneline"),
        (#"A="a" 'b'"#, "A=ab"), (#"A=a"b""#, #"A=a"b""#), (#"A="""#, "A="),
    ])
    func quotedValues_followTheShellsRules(text: String, expected: String) {
        #expect(values(text) == [expected])
    }

    @Test func aBackslash_keepsTheNextCharacterAndContinuesTheLine() {
        #expect(values("A=a\\ \\\\b\\\n  c\nB=2") == ["A=a \\b  c", "B=2"])
        #expect(values("A=x\\ ") == ["A=x "])
    }

    @Test func assignments_knowTheirLines() {
        let file = EnvironmentFile("# first\nA=\"1\n2\"\n\nB=3\\\n4\nC=5")
        #expect(file.assignments.map(\.line) == [2, 5, 7])
    }

    @Test func everyUnreadableLine_isAProblem_andIsNotQuoted() {
        let file = EnvironmentFile("secret\nA=1\nB C=2\n9=x\n=4\nD='open\nE=5")
        #expect(file.assignments.map(\.key) == ["A"])
        #expect(
            file.problems.map { $0.prefix(6) } == [
                "line 1", "line 3", "line 4", "line 5", "line 6",
            ]
        )
        #expect(!file.problems.joined().contains("secret"))
    }

    @Test func theEmptyFile_assignsNothing() {
        #expect(values("") == [])
        #expect(values("\n\n# only words") == [])
    }
}
