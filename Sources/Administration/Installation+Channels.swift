package import Domain
import Storage

extension Installation {
    /// - Parameter secret: Sent to the channel as `mj-api-secret`; empty: none.
    package func addChannel(named name: String, url: String, secret: String, priority: Int)
        throws(AdministrationError) -> Channel
    {
        let action = "add channel “\(name)”"
        try Name.check(name, of: "channel name")
        let address: BaseURL
        do {
            address = try BaseURL(url)
        } catch {
            throw AdministrationError(
                .invalid,
                "\(action): the URL \(error.reason)",
                hint: "give the server's address without a route, such as http://10.0.0.7:8080"
            )
        }
        // It becomes the value of an HTTP header.
        guard secret.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), secret.utf8.count <= 4_096 else {
            throw AdministrationError(
                .invalid,
                "\(action): the secret has characters that no HTTP header may have",
                hint: "give it on one line, without spaces, in ASCII"
            )
        }
        do {
            return try store.addChannel(
                name: name,
                baseURL: address.text,
                secret: secret,
                priority: priority
            )
        } catch {
            throw AdministrationError(
                error,
                action: action,
                hint: "“mjtask channels list” shows the names that are taken"
            )
        }
    }

    package func channels() throws(AdministrationError) -> [Channel] {
        do {
            return try store.channels()
        } catch {
            throw AdministrationError(error, action: "list channels", hint: "")
        }
    }

    package func setChannelStatus(_ status: Channel.Status, id: ChannelID)
        throws(AdministrationError)
    {
        do {
            try store.setChannelStatus(status, id: id)
        } catch {
            throw AdministrationError(
                error,
                action: "set channel \(id) to \(status.rawValue)",
                hint: "“mjtask channels list” shows the ids there are"
            )
        }
    }
}
