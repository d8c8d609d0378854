import Domain

/// What is to be changed of a channel, as it was given; nil: left as it is.
package struct ChannelEdit: Sendable {
    package var name: String?
    package var url: String?
    /// Empty: none.
    package var secret: String?
    package var priority: Int?
    package var weight: Int?
    /// 0: none.
    package var inFlightLimit: Int?
    /// Names with commas between; `all`: all.
    package var groups: String?
    package var actions: String?
    package var modes: String?

    package init(
        name: String? = nil,
        url: String? = nil,
        secret: String? = nil,
        priority: Int? = nil,
        weight: Int? = nil,
        inFlightLimit: Int? = nil,
        groups: String? = nil,
        actions: String? = nil,
        modes: String? = nil
    ) {
        self.name = name
        self.url = url
        self.secret = secret
        self.priority = priority
        self.weight = weight
        self.inFlightLimit = inFlightLimit
        self.groups = groups
        self.actions = actions
        self.modes = modes
    }

    /// Checks what the database does not.
    ///
    /// - Parameter action: What is done, such as `add channel “east”`.
    func change(for action: String) throws(AdministrationError) -> @Sendable (inout Channel) -> Void
    {
        if let name { try Name.check(name, of: "channel name") }
        if let weight, weight < 1 {
            throw AdministrationError(
                .invalid,
                "\(action): the weight is not positive",
                hint: "give 1 or more; “mjtask channels disable” takes all new tasks from it"
            )
        }
        if let inFlightLimit, inFlightLimit < 0 {
            throw AdministrationError(
                .invalid,
                "\(action): the in-flight limit is negative",
                hint: "give 1 or more, or 0 for none"
            )
        }
        let words = try ServiceWords(self, action)
        let edit = self
        return { channel in
            if let name = edit.name { channel.name = name }
            if let url = edit.url { channel.baseURL = url }
            if let secret = edit.secret { channel.secret = secret }
            if let priority = edit.priority { channel.priority = priority }
            if let weight = edit.weight { channel.weight = weight }
            if let limit = edit.inFlightLimit { channel.inFlightLimit = limit == 0 ? nil : limit }
            if let groups = words.groups { channel.service.groups = groups }
            if let actions = words.actions { channel.service.actions = actions }
            if let modes = words.modes { channel.service.modes = modes }
        }
    }
}

/// What a channel is to serve, out of the words that were given.
private struct ServiceWords {
    var groups: [String]?
    var actions: [TaskAction]?
    var modes: [SpeedMode]?

    init(_ edit: ChannelEdit, _ action: String) throws(AdministrationError) {
        groups = edit.groups.map(Self.words)
        actions = try edit.actions.map { text throws(AdministrationError) in
            try Self.words(text).map { word throws(AdministrationError) in
                guard let found = TaskAction(name: word) else {
                    throw Self.unknown(
                        "action “\(word)”",
                        action,
                        TaskAction.known.map(\.rawValue)
                    )
                }
                return found
            }
        }
        modes = try edit.modes.map { text throws(AdministrationError) in
            try Self.words(text).map { word throws(AdministrationError) in
                guard let found = SpeedMode(rawValue: word.uppercased()) else {
                    throw Self.unknown("mode “\(word)”", action, SpeedMode.allCases.map(\.rawValue))
                }
                return found
            }
        }
    }

    private static func words(_ text: String) -> [String] {
        var seen: Set<String> = []
        let words = text.split { $0 == "," || $0 == " " }.map(String.init)
        return words == ["all"] ? [] : words.filter { seen.insert($0).inserted }
    }

    private static func unknown(_ what: String, _ action: String, _ known: [String])
        -> AdministrationError
    {
        AdministrationError(
            .invalid,
            "\(action): there is no \(what)",
            hint: "with commas between, some of \(known.joined(separator: ", ")); or all"
        )
    }
}
