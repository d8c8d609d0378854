/// The rule for what users, groups, tokens and channels are called: it must fit a line of a table.
enum Name {
    /// In bytes of UTF-8.
    static let longest = 64

    static func check(_ name: String, of what: String) throws(AdministrationError) {
        let isPlain = name.unicodeScalars.allSatisfy {
            ![.control, .format, .surrogate, .lineSeparator, .paragraphSeparator]
                .contains($0.properties.generalCategory)
        }
        guard isPlain, !name.isEmpty, name.utf8.count <= longest, name.first != " ",
            name.last != " "
        else {
            throw AdministrationError(
                .invalid,
                "\(what): not allowed",
                hint: "use 1 to \(longest) bytes of UTF-8, without control characters and without "
                    + "spaces at the ends"
            )
        }
    }
}
