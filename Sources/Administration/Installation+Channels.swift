package import Domain
import Storage

/// A channel and what it has to do.
package struct ChannelState: Sendable, Equatable {
    package var channel: Channel
    package var inFlight: Int
    /// Windows that wait for their users.
    package var waiting: Int

    package init(channel: Channel, inFlight: Int, waiting: Int) {
        self.channel = channel
        self.inFlight = inFlight
        self.waiting = waiting
    }
}

extension Installation {
    /// - Parameters:
    ///   - secret: Sent to the channel as `mj-api-secret`; empty: none.
    ///   - more: what else it shall have; its name, URL and secret are not read.
    package func addChannel(
        named name: String,
        url: String,
        secret: String,
        with more: ChannelEdit = ChannelEdit()
    ) throws(AdministrationError) -> Channel {
        let action = "add channel “\(name)”"
        var edit = more
        edit.name = name
        edit.url = url
        edit.secret = secret
        var channel = Channel(id: 0, name: name, baseURL: url, secret: secret)
        try edit.change(for: action)(&channel)
        do {
            return try store.addChannel(
                name: channel.name,
                baseURL: channel.baseURL,
                secret: channel.secret,
                priority: channel.priority,
                weight: channel.weight,
                service: channel.service,
                inFlightLimit: channel.inFlightLimit
            )
        } catch {
            throw AdministrationError(error, action: action, hint: Self.hint(for: error))
        }
    }

    package func editChannel(_ reference: String, _ edit: ChannelEdit)
        throws(AdministrationError) -> Channel
    {
        let action = "edit channel “\(reference)”"
        let channel = try channel(reference, for: action)
        let change = try edit.change(for: action)
        do {
            return try store.editChannel(channel.id, change)
        } catch {
            throw AdministrationError(error, action: action, hint: Self.hint(for: error))
        }
    }

    package func channels() throws(AdministrationError) -> [Channel] {
        do {
            return try store.channels()
        } catch {
            throw AdministrationError(error, action: "list channels", hint: "")
        }
    }

    /// - Parameter text: A name or an id; see ``RowReference``.
    package func channel(_ text: String, for action: String)
        throws(AdministrationError) -> Channel
    {
        let channels: [Channel]
        do {
            let all = try store.channels()
            channels = try RowReference(text).rows(
                named: { name in all.filter { $0.name == name } },
                id: { (id) throws(StorageError) in
                    guard let channel = all.first(where: { $0.id == id }) else {
                        throw .notFound(what: "channel")
                    }
                    return channel
                }
            )
        } catch {
            throw AdministrationError(error, action: action, hint: "")
        }
        guard let channel = channels.first else {
            throw AdministrationError(
                .invalid,
                "\(action): no such channel",
                hint: "“mjtask channels list” shows the ids and names there are"
            )
        }
        guard channels.count == 1 else {
            throw AdministrationError(
                .invalid,
                "\(action): “\(text)” is the name of one channel and the id of another",
                hint: "say which: name:\(text) or id:\(text)"
            )
        }
        return channel
    }

    package func state(of channel: Channel) throws(AdministrationError) -> ChannelState {
        do {
            let tasks = try store.unfinishedTasks(on: channel.id)
            return ChannelState(
                channel: channel,
                inFlight: tasks.inFlight,
                waiting: tasks.waiting
            )
        } catch {
            throw AdministrationError(error, action: "count a channel's tasks", hint: "")
        }
    }

    /// - Parameter reason: of disabling; empty: not said.
    @discardableResult
    package func setChannelStatus(
        _ status: Channel.Status,
        of reference: String,
        reason: String = ""
    ) throws(AdministrationError) -> Channel {
        let action = "set channel “\(reference)” to \(status.rawValue)"
        let channel = try channel(reference, for: action)
        do {
            try store.setChannelStatus(status, id: channel.id, reason: reason)
            return try store.channel(channel.id) ?? channel
        } catch {
            throw AdministrationError(error, action: action, hint: Self.hint(for: error))
        }
    }

    private static func hint(for error: StorageError) -> String {
        switch error {
        case .notFound(what: "group"), .invalid(what: "group", _):
            "“mjtask groups list” shows the groups there are; “all” stands for all"
        case .invalid(what: "the URL", _):
            "give the server's address without a route, such as http://10.0.0.7:8080"
        case .invalid(what: "the secret", reason: ChannelSecretError.severalLines.reason):
            "add a channel for each key, with the same URL"
        case .invalid(what: "the secret", _):
            "give it on one line, without spaces, in ASCII"
        case .invalid(what: "the reason", _):
            "say it on one line of at most 500 bytes"
        case .invalid(what: "weight", _):
            "weights are shares: small numbers do"
        default:
            "“mjtask channels list” shows the ids and names there are"
        }
    }
}
