package import Domain
package import FastCGI
package import HotState
package import Logging
package import Storage
package import Upstream

/// The API, as one worker thread serves it: a request in, an answer out.
package final class Application: FastCGIHandler {
    /// Which routes a process answers: those from memory and disk, or those that wait for a
    /// channel.
    package enum Part: String, Sendable, CaseIterable { case list, relay }

    /// What all workers share.
    package struct Services: Sendable {
        package var configuration: TaskAPIConfiguration
        package var hotState: HotState.Configuration
        package var versions: Versions
        package var store: Store
        /// Nil in the list part, which has no network at all.
        package var channels: SubmitClient?
        package var logger: Logger
        /// Milliseconds since 1970.
        package var now: @Sendable () -> Milliseconds
        let pages: PageMemory
        /// How many workers wait for each channel's answer to a submit just now.
        let bulkhead: ChannelBulkhead
        let bodies: BodyBudget
        /// The same for those who ask for seeds.
        let seedBulkhead: ChannelBulkhead
        let seeds = SharedAnswers()
        let bannedWords: BannedWordFile

        package init(
            configuration: TaskAPIConfiguration,
            hotState: HotState.Configuration,
            versions: Versions,
            store: Store,
            channels: SubmitClient?,
            logger: Logger,
            now: @escaping @Sendable () -> Milliseconds = wallClock
        ) {
            self.configuration = configuration
            self.hotState = hotState
            self.versions = versions
            self.store = store
            self.channels = channels
            self.logger = logger
            self.now = now
            pages = PageMemory(size: hotState.pageMemory)
            bulkhead = ChannelBulkhead(limit: configuration.maximumWaitersPerChannel)
            seedBulkhead = ChannelBulkhead(
                limit: max(configuration.maximumWaitersPerChannel / 8, 1)
            )
            bodies = BodyBudget(limit: configuration.bodyMemory)
            bannedWords = BannedWordFile(path: configuration.bannedWordsFile, logger: logger)
        }
    }

    private let router: Router
    private let cors: CORS
    let context: Context
    private let endpoints: [Route: any Endpoint]

    package init(part: Part, services: Services) {
        let context = Context(services)
        self.context = context
        router = Router(part: part)
        cors = CORS(allowedOrigins: services.configuration.allowedOrigins)
        switch part {
        case .list:
            endpoints = [
                .ownList: ListEndpoint(kind: .own, context: context),
                .everyonesList: ListEndpoint(kind: .everyone, context: context),
                .fetchTask: FetchTaskEndpoint(context: context),
                .listByCondition: ListByConditionEndpoint(context: context),
                .listByIDs: ListByConditionEndpoint(context: context),
                .taskList: OwnTasksEndpoint(kind: .list, context: context),
                .taskQueue: OwnTasksEndpoint(kind: .queue, context: context),
                .health: HealthEndpoint(context: context),
                .picture: PictureEndpoint(context: context),
            ]
        case .relay:
            guard let channels = services.channels else {
                preconditionFailure("the relay part needs a client for its channels")
            }
            let intake = SubmitIntake(
                context: context,
                bodies: services.bodies,
                bannedWords: services.bannedWords
            )
            let submission = Submission(
                store: services.store,
                bulkhead: services.bulkhead,
                hooks: Hooks(services.configuration),
                logger: services.logger,
                patience: Patience(submitTimeout: channels.timeout)
            ) { body, route, channel throws(ChannelError) in
                try channels.submit(body, to: route, of: channel)
            }
            endpoints = Self.submits(intake, submission)
                .merging(Self.followUpReads(context, services, channels)) { $1 }
        }
    }

    private static func followUpReads(
        _ context: Context,
        _ services: Services,
        _ channels: SubmitClient
    ) -> [Route: any Endpoint] {
        [
            .imageSeed: ImageSeedEndpoint(
                context: context,
                bulkhead: services.seedBulkhead,
                flights: services.seeds
            ) { upstreamID, channel throws(ChannelError) in
                try channels.imageSeed(of: upstreamID, on: channel)
            },
            .cancel: CancelEndpoint(context: context),
            .notify: NotifyEndpoint(context: context),
        ]
    }

    private static func submits(
        _ intake: SubmitIntake,
        _ submission: Submission
    ) -> [Route: any Endpoint] {
        func endpoint<Kind: SubmitRequest>(_: Kind.Type) -> SubmitEndpoint<Kind> {
            SubmitEndpoint(intake: intake, submission: submission)
        }
        func followUp<Kind: FollowUpRequest>(_: Kind.Type) -> FollowUpEndpoint<Kind> {
            FollowUpEndpoint(intake: intake, submission: submission)
        }
        return [
            .imagine: endpoint(ImagineRequest.self),
            .describe: endpoint(DescribeRequest.self),
            .shorten: endpoint(ShortenRequest.self),
            .blend: endpoint(BlendRequest.self),
            .edits: endpoint(EditsRequest.self),
            .edit: endpoint(EditsRequest.self),
            .video: endpoint(VideoRequest.self),
            .uploadPictures: UploadEndpoint(intake: intake, submission: submission),
            .swapFace: endpoint(SwapFaceRequest.self),
            .action: followUp(ActionRequest.self),
            .change: followUp(ChangeRequest.self),
            .simpleChange: followUp(SimpleChangeRequest.self),
            .modal: followUp(ModalRequest.self),
        ]
    }

    package func respond(to fastCGI: FastCGIRequest) -> FastCGIResponse {
        let request = Request(fastCGI)
        var answer = answer(to: request)
        answer.headers += cors.headers(for: request)
        answer.headers.append(("Vary", Self.vary))
        answer.headers.append(("X-Content-Type-Options", "nosniff"))
        if let id = request.id { answer.headers.append(("X-Request-Id", id)) }
        return FastCGIResponse(
            status: answer.status,
            headers: answer.headers,
            body: .bytes(answer.body)
        )
    }

    private static let vary = "Accept-Language, Authorization, mj-api-secret, New-Api-User, Origin"

    /// The one place where errors become HTTP.
    private func answer(to request: Request) -> Answer {
        do {
            let match = try router.match(method: request.method, path: request.path)
            if request.method == "OPTIONS" {
                return cors.preflight(for: request, methods: match.route.methods)
            }
            guard let endpoint = endpoints[match.route] else {
                preconditionFailure("every route of a part has an endpoint")
            }
            return try endpoint.answer(request, id: match.id)
        } catch {
            let problem = Problem(error)
            if problem?.status ?? 500 >= 500 {
                context.logger.error(
                    "request failed",
                    metadata: [
                        "error": "\(error)", "method": "\(request.method)",
                        "request-id": "\(request.id ?? "-")",
                    ]
                )
            }
            return Answer(
                problem ?? .failed,
                dialect: request.dialect,
                language: request.language
            )
        }
    }
}
