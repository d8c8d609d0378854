import Administration
import Glibc

/// The user that the services run as: the owner of the database's folder.
enum ServiceUser {
    /// Root works on as that user, so that every file made from here on, also by SQLite and after
    /// a crash, belongs to the services. Anybody else stays who they are.
    static func become(ownerOf directory: String) throws(AdministrationError) {
        var status = stat()
        guard geteuid() == 0, stat(directory, &status) == 0, status.st_uid != 0 else { return }
        // The user's other groups too: Redis's socket may be open to one of them.
        if let entry = getpwuid(status.st_uid) {
            guard initgroups(entry.pointee.pw_name, status.st_gid) == 0 else {
                throw failure(of: "initgroups")
            }
        } else {
            var group = status.st_gid
            guard setgroups(1, &group) == 0 else { throw failure(of: "setgroups") }
        }
        guard setgid(status.st_gid) == 0 else { throw failure(of: "setgid") }
        guard setuid(status.st_uid) == 0 else { throw failure(of: "setuid") }
    }

    private static func failure(of call: String) -> AdministrationError {
        AdministrationError(
            .noPermission,
            "become the owner of the database: \(call): "
                + String(cString: strerror(errno)),
            hint: "run it as that user: sudo -u mjtask mjtask …"
        )
    }
}
