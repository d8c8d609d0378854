import Domain

/// Actions as people name them.
enum ActionName {
    /// - Parameter action: What is being done, for the error.
    static func action(_ name: String, action: String) throws(AdministrationError) -> TaskAction {
        if let known = TaskAction(name: name) { return known }
        throw AdministrationError(
            .invalid,
            "\(action): no such action: “\(name)”",
            hint: TaskAction.nearest(to: name).map { "did you mean \($0.rawValue)?" }
                ?? "there are "
                + TaskAction.known.map(\.rawValue).joined(separator: ", ")
                + "; names such as mj_imagine and swap_face mean the same"
        )
    }
}
