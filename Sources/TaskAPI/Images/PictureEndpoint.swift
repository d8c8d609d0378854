import Domain
import Storage
import TaskDocuments

/// `GET /mj/image/{mj_id}?s=…`: checks the signature and lets nginx send the file.
struct PictureEndpoint: Endpoint {
    let context: Context

    func answer(_ request: Request, id: String?) throws -> Answer {
        let mjID = id ?? ""
        let signature = try QueryParameters(request.query, names: ["s"])["s"] ?? ""
        guard try context.pictureLinks().isValid(signature, of: mjID) else {
            throw Problem.forbidden(.pictureSignature)
        }
        guard let picture = try context.store.picture(of: mjID) else {
            guard let task = try context.store.task(mjID, owner: nil)?.task else {
                throw Problem.notFound(.pictureNotFound)
            }
            // A finished task whose picture was given up will never have one.
            let isComing = task.hasPicture || !task.status.isTerminal
            throw isComing
                ? Problem.unavailable(.pictureNotReady) : Problem.notFound(.pictureNotFound)
        }
        // nginx.org, ngx_http_proxy_module, proxy_ignore_headers: "X-Accel-Redirect performs an
        // internal redirect to the specified URI". Content-Type and Cache-Control are kept.
        return Answer(
            status: 200,
            headers: [
                ("X-Accel-Redirect", context.configuration.archiveLocation + picture.path),
                ("Content-Type", picture.mediaType),
                ("Cache-Control", "public, max-age=31536000, immutable"),
            ]
        )
    }
}
