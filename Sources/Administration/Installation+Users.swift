package import Domain
package import Storage

extension Installation {
    /// - Parameter quota: In quota units; 500,000 are 1 USD.
    package func addUser(
        named name: String,
        role: Role,
        group: String,
        quota: Int64
    ) throws(AdministrationError) -> User {
        let action = "add user “\(name)”"
        try Name.check(name, of: "user name")
        try Name.check(group, of: "group")
        guard quota >= 0 else {
            throw AdministrationError(
                .invalid,
                "\(action): the quota is negative",
                hint: "give 0 or more units"
            )
        }
        do {
            return try store.addUser(name: name, role: role, group: group, quota: quota)
        } catch .notFound(let what) {
            throw .missing(what, action: action)
        } catch {
            throw AdministrationError(
                error,
                action: action,
                hint: "“mjtask users list” shows the names that are taken"
            )
        }
    }

    /// Users by id, from the one after `after` on: a page of them, or all.
    package func users(
        matching filter: UserFilter = UserFilter(),
        after: UserID = 0,
        limit: Int = .max
    ) throws(AdministrationError) -> [User] {
        do {
            return try store.users(matching: filter, after: after, limit: limit)
        } catch {
            throw AdministrationError(error, action: "list users", hint: "")
        }
    }

    /// - Parameter text: A name or an id; see ``RowReference``.
    package func user(named text: String) throws(AdministrationError) -> User {
        let users: [User]
        do {
            users = try RowReference(text).rows(
                named: { (name) throws(StorageError) in [try store.user(named: name)] },
                id: { (id) throws(StorageError) in try store.user(id) }
            )
        } catch {
            throw AdministrationError(error, action: "find user “\(text)”", hint: "")
        }
        guard let user = users.first else {
            throw .missing("user", action: "find user “\(text)”")
        }
        guard users.count == 1 else {
            throw AdministrationError(
                .invalid,
                "user “\(text)”: the name of one user and the id of another",
                hint: "say which: name:\(text) or id:\(text)"
            )
        }
        return user
    }

    package func taskCounts(of user: User) throws(AdministrationError) -> TaskCounts {
        do {
            return try store.taskCounts(of: user.id)
        } catch {
            throw AdministrationError(error, action: "count tasks", hint: "")
        }
    }

    /// Takes effect at once, in all running programs.
    package func updateUser(named text: String, _ changes: [UserChange])
        throws(AdministrationError) -> User
    {
        let user = try user(named: text)
        let action = "change user “\(user.name)”"
        do {
            return try store.updateUser(user.id, changes)
        } catch .notFound(let what) {
            throw .missing(what, action: action)
        } catch {
            throw AdministrationError(
                error,
                action: action,
                hint: "“mjtask users limits --help” has what is allowed"
            )
        }
    }
}

extension AdministrationError {
    /// A user, group or other row that was named and is not there.
    static func missing(_ what: String, action: String) -> AdministrationError {
        AdministrationError(
            .invalid,
            "\(action): no such \(what)",
            hint: "“mjtask \(what)s list” shows those there are; “mjtask \(what)s add” adds one"
        )
    }
}
