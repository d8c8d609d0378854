import FoundationEssentials
import Glibc

/// Files of an installation that belong to somebody else than the folder they lie in: the
/// services, which run as the folder's owner, could not write them.
enum ForeignFiles {
    /// Regular files right in `directory` whose owner is not the folder's, in order.
    static func find(in directory: String) -> [String] {
        guard let owner = owner(of: directory)?.user,
            let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        else { return [] }
        return names.sorted().map { directory + "/" + $0 }.filter { path in
            self.owner(of: path).map { $0.isRegular && $0.user != owner } ?? false
        }
    }

    private static func owner(of path: String) -> (user: uid_t, isRegular: Bool)? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        return (status.st_uid, status.st_mode & S_IFMT == S_IFREG)
    }
}
