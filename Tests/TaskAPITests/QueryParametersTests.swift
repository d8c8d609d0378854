import Testing

@testable import TaskAPI

struct QueryParametersTests {
    @Test func values_areDecoded() throws {
        let parameters = try QueryParameters(
            "a=%E7%8C%AB+x%2b&b%5F1=2&c=d=e",
            names: ["a", "b_1", "c"]
        )

        #expect(parameters["a"] == "猫 x+")
        #expect(parameters["b_1"] == "2")
        #expect(parameters["c"] == "d=e")
    }

    @Test(arguments: ["", "a", "a=", "&&", "a=&a=", "=x", "other=1&other=2&x=%ff"])
    func emptyAndUnknownOnes_countAsAbsent(_ query: String) throws {
        #expect(try QueryParameters(query, names: ["a"])["a"] == nil)
    }

    @Test(arguments: ["a=%ff", "a=%", "a=%4", "a=%zz", "a=%C3", "a=%ED%A0%80", "a=%c0%80"])
    func brokenEncoding_isRefused_byName(_ query: String) {
        #expect(throws: Problem.invalid("a", .encoding)) {
            try QueryParameters(query, names: ["a"])
        }
    }

    @Test func repeatedOne_isRefused_byName() {
        #expect(throws: Problem.invalid("a", .once)) {
            try QueryParameters("a=1&a=1", names: ["a"])
        }
    }

    @Test(
        arguments: [
            "abc", "1e3", "-1", "+1", "%2B1", " 1", "1.0", "0x1", "18446744073709551616",
            "9223372036854775808", "1%00", "١", "0", "101",
        ])
    func whatIsNoNumberOfTheRange_isRefused(_ text: String) throws {
        let parameters = try QueryParameters("n=" + text, names: ["n"])

        #expect(throws: Problem.invalid("n", .wholeNumber(from: 1, to: 100))) {
            try parameters.number("n", from: 1, to: 100)
        }
    }

    @Test func number_mayBeAsLargeAsItFits() throws {
        let parameters = try QueryParameters("n=9223372036854775807", names: ["n"])

        #expect(try parameters.number("n", from: 1) == .max)
    }
}
