/// From a path and a method to a route.
package struct Router: Sendable {
    package struct Match: Equatable, Sendable {
        package var route: Route
        /// What stood at `{id}`.
        package var id: String?
    }

    private let exact: [String: Route]
    private let patterns: [(segments: [Substring], route: Route)]

    /// Knows only the routes that `part` answers.
    package init(part: Application.Part) {
        let routes = Route.allCases.filter { $0.part == part }
        exact = Dictionary(
            uniqueKeysWithValues: routes.filter { !$0.pattern.contains("{id}") }
                .map { ($0.pattern, $0) }
        )
        patterns = routes.filter { $0.pattern.contains("{id}") }
            .map { ($0.pattern.split(separator: "/"), $0) }
    }

    /// - Parameter path: Without a slash at its end.
    package func match(method: String, path: String) throws(Problem) -> Match {
        guard let match = find(path) else { throw .notFound(.unknownPath) }
        let methods = match.route.methods
        guard methods.contains(method) || method == "OPTIONS" else {
            throw Problem(
                status: 405,
                message: .methodNotAllowed,
                allow: methods + ["OPTIONS"]
            )
        }
        return match
    }

    private func find(_ path: String) -> Match? {
        if let route = exact[path] { return Match(route: route) }
        guard path.hasPrefix("/") else { return nil }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (pattern, route) in patterns where pattern.count == segments.count {
            var id: String?
            let fits = zip(pattern, segments).allSatisfy { expected, segment in
                guard expected == "{id}" else { return expected == segment }
                id = String(segment)
                return !segment.isEmpty
            }
            if fits { return Match(route: route, id: id) }
        }
        return nil
    }
}
