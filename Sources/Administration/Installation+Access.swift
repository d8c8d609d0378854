import Glibc

extension Installation {
    /// The folder that `path` lies in.
    package static func folder(of path: String) -> String {
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        return "/" + parent
    }

    /// Says what is wrong with a folder in better words than a database library has.
    static func checkAccess(to directory: String) throws(AdministrationError) {
        guard access(directory, R_OK | W_OK | X_OK) != 0 else { return }
        switch errno {
        case EACCES, EPERM:
            throw AdministrationError(
                .noPermission,
                "\(directory): no permission",
                hint: "run it as root or as the user mjtask: sudo mjtask …"
            )
        case ENOENT, ENOTDIR:
            throw AdministrationError(
                .unavailable,
                "\(directory): no such folder",
                hint: "make it with “install -d -o mjtask -g mjtask \(directory)”, or correct "
                    + "MJTASK_DATABASE or MJTASK_RUN_DIRECTORY (“mjtask settings” shows them)"
            )
        case let code:
            throw AdministrationError(
                .unavailable,
                "\(directory): \(SystemError.text(code))",
                hint: "look at the disk behind it"
            )
        }
    }
}
