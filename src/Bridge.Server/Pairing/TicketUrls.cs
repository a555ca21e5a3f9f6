namespace Bridge.Server.Pairing;

/// <summary>The addresses of one ticket.</summary>
/// <param name="Http">Plain http: works at once, without motion sensors.</param>
/// <param name="Https">With the relay's own certificate: a warning to click through, then sensors work. Absent without TLS.</param>
internal sealed record TicketUrls(string Http, string? Https);
