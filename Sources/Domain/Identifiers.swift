/// The row of a user. Positive; `New-Api-User` and the `user_id` of the lists show it.
package typealias UserID = Int64

/// The row of a channel. Positive; `channel_id` of the administrators' list shows it.
package typealias ChannelID = Int64

/// The row of an API key or access token.
package typealias TokenID = Int64

/// Milliseconds since 1970, the unit of every stored time; 0 means "not yet".
package typealias Milliseconds = Int64
