namespace Bridge.Server.Pairing;

/// <summary>A ticket as a console shows it.</summary>
/// <param name="Url">The http address, in which the ticket is the fragment.</param>
/// <param name="Code">What can be typed on the pairing page instead.</param>
/// <param name="ExpiresAt">When it ends unclaimed.</param>
/// <param name="Qr">The QR code of <paramref name="Url"/>.</param>
/// <param name="Urls">Both addresses.</param>
/// <param name="QrHttps">The QR code of the https address; absent where the relay has none.</param>
internal sealed record IssuedTicket(string Url, string Code, DateTimeOffset ExpiresAt, TicketQr Qr, TicketUrls Urls, TicketQr? QrHttps);
