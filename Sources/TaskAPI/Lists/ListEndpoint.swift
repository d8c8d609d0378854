import Domain
import HotState
import Storage

/// `GET /api/mj/self` and `GET /api/mj/`: a page of tasks, newest first.
///
/// A page that is kept in memory costs no round trip to anywhere, one that is kept in Redis a
/// single one, for token and page together; everything else about the request is arithmetic.
/// Without one, it is made from the database.
struct ListEndpoint: Endpoint {
    private let kind: ListKind
    private let context: Context
    /// What a page's bytes depend on besides the query and the sources that the version counts:
    /// their form, and the settings, which may differ after a restart.
    private let keyPrefix: String

    init(kind: ListKind, context: Context) {
        self.kind = kind
        self.context = context
        let configuration = context.configuration
        keyPrefix = "1 \(configuration.timeUnit.rawValue) \(configuration.publicURL) "
    }

    func answer(_ request: Request, id: String?) throws -> Answer {
        let authentication = context.authentication
        let configuration = context.configuration
        let credential = try authentication.credential(of: request)
        let parameters: ListParameters
        do throws(Problem) {
            parameters = try ListParameters(
                query: request.query,
                list: kind,
                unit: configuration.timeUnit,
                now: context.now()
            )
        } catch {
            // Whoever may not come in is told so first, whatever else is wrong.
            _ = try authentication.authenticate(request, for: access)
            throw error
        }
        let key = pageKey(of: parameters)
        let found = context.hotState.lookUp(token: credential.hash, page: key)
        let identity = try authentication.check(
            found.identity ?? authentication.readIdentity(of: credential),
            of: request,
            for: access
        )
        if found.identity != nil, let page = found.page.flatMap(CachedPage.init(kept:)) {
            return .json(page.body, tag: page.tag, for: request)
        }

        let renderer = ListRenderer(
            kind: kind,
            unit: configuration.timeUnit,
            pictures: try context.pictureLinks()
        )
        let (body, version) = try FreshPage.make {
            self.version(for: identity.userID)
        } render: {
            try render(parameters, of: identity.userID, with: renderer)
        }
        let page = CachedPage(body: body)
        if let version {
            context.hotState.keep(
                page: page.bytesToKeep,
                for: credential.hash,
                identity: identity,
                key: key,
                version: version
            )
        }
        return .json(page.body, tag: page.tag, for: request)
    }

    private var access: Authentication.Access {
        switch kind {
        case .own: .ownList
        case .everyone: .everyonesList
        }
    }

    private func pageKey(of parameters: ListParameters) -> PageKey {
        PageKey(
            list: kind == .own ? .own : .everyone,
            query: keyPrefix + parameters.canonicalQuery
        )
    }

    private func version(for user: UserID) -> Version? {
        switch kind {
        case .own: context.versions.version(ofUser: user)
        case .everyone: context.versions.versionOfEverything()
        }
    }

    /// Reads the rows first and the hot documents after them, so that neither is older than the
    /// request and an unfinished row gets the newest there is.
    private func render(
        _ parameters: ListParameters,
        of user: UserID,
        with renderer: ListRenderer
    ) throws -> [UInt8] {
        let scope: ListQuery.Scope =
            switch kind {
            case .own: .user(user)
            case .everyone: .everyone(channelID: parameters.channelID)
            }
        var page = try context.store.page(
            ListQuery(
                scope: scope,
                page: parameters.page,
                pageSize: parameters.pageSize,
                mjID: parameters.mjID,
                start: parameters.start,
                end: parameters.end
            )
        )
        page.tasks = context.hotState.overlay(page.tasks)
        return renderer.render(page, number: parameters.page, size: parameters.pageSize)
    }
}
