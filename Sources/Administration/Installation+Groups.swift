package import Storage

extension Installation {
    package func groups() throws(AdministrationError) -> [PriceGroup] {
        do {
            return try store.groups()
        } catch {
            throw AdministrationError(error, action: "list groups", hint: "")
        }
    }

    package func addGroup(_ group: PriceGroup) throws(AdministrationError) {
        try Name.check(group.name, of: "group name")
        do {
            try store.addGroup(group)
        } catch {
            throw AdministrationError(
                error,
                action: "add group “\(group.name)”",
                hint: "“mjtask groups list” shows those there are; “mjtask groups set” changes one"
            )
        }
    }

    /// Counts for later submits only.
    package func setRatio(_ ratio: Int64, ofGroup name: String) throws(AdministrationError) {
        let action = "set group “\(name)”"
        do {
            try store.setRatio(ratio, ofGroup: name)
        } catch .notFound(let what) {
            throw .missing(what, action: action)
        } catch {
            throw AdministrationError(error, action: action, hint: "give a ratio such as 1.5")
        }
    }

    package func removeGroup(_ name: String) throws(AdministrationError) {
        let action = "remove group “\(name)”"
        guard name != PriceGroup.standard else {
            throw AdministrationError(
                .invalid,
                "\(action): new users get it",
                hint: "“mjtask groups set \(name) …” changes what it costs"
            )
        }
        let use: GroupUse?
        do {
            use = try store.removeGroup(name)
        } catch .notFound(let what) {
            throw .missing(what, action: action)
        } catch {
            throw AdministrationError(error, action: action, hint: "try again")
        }
        guard let use else { return }
        throw AdministrationError(
            .invalid,
            "\(action): it is used by \(Self.text(of: use))",
            hint:
                "give them another one: “mjtask users group …”, “mjtask tokens limits … --group …”, "
                + "“mjtask channels edit … --groups …”"
        )
    }

    /// `2 users (ann, bob), 7 tokens (1, 2, 3, 4, 5, …)`.
    private static func text(of use: GroupUse) -> String {
        func part<Named>(_ members: GroupUse.Members<Named>, _ noun: String) -> String? {
            guard members.count > 0 else { return nil }
            let names =
                members.first.map { "\($0)" } + (members.count > members.first.count ? ["…"] : [])
            return "\(members.count) \(noun)\(members.count == 1 ? "" : "s") "
                + "(\(names.joined(separator: ", ")))"
        }
        return [
            part(use.users, "user"), part(use.tokens, "token"), part(use.channels, "channel"),
        ].compactMap(\.self).joined(separator: ", ")
    }
}
