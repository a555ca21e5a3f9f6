namespace Bridge.Server.Pairing;

/// <summary>A ticket as a console shows it.</summary>
/// <param name="Url">The address to scan, in which the ticket is the fragment.</param>
/// <param name="Code">What can be typed on the pairing page instead.</param>
/// <param name="ExpiresAt">When it ends unclaimed.</param>
/// <param name="Qr">The QR code of <paramref name="Url"/>.</param>
/// <param name="Urls">Both addresses; the ticket is good for whichever is opened first.</param>
internal sealed record IssuedTicket(string Url, string Code, DateTimeOffset ExpiresAt, TicketQr Qr, TicketUrls Urls);
