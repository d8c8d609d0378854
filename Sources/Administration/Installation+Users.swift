package import Domain
package import Storage

extension Installation {
    /// - Parameter quota: In quota units; 500,000 are 1 USD.
    package func addUser(named name: String, role: Role, group: String, quota: Int64)
        throws(AdministrationError) -> User
    {
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
            throw AdministrationError(
                .invalid,
                "\(action): no such \(what)",
                hint: "leave --group out for the group “default”"
            )
        } catch {
            throw AdministrationError(
                error,
                action: action,
                hint: "“mjtask users list” shows the names that are taken"
            )
        }
    }

    package func users() throws(AdministrationError) -> [User] {
        do {
            return try store.users()
        } catch {
            throw AdministrationError(error, action: "list users", hint: "")
        }
    }

    package func user(named name: String) throws(AdministrationError) -> User {
        do {
            return try store.user(named: name)
        } catch {
            throw AdministrationError(
                error,
                action: "find user “\(name)”",
                hint: "“mjtask users list” shows those there are, “mjtask users add” adds one"
            )
        }
    }
}
