namespace Bridge.Cli.Relays;

/// <summary>The relay's certificate authority, for phones to trust.</summary>
/// <param name="Url">The page with the certificate and the steps for each system; needs no pairing.</param>
/// <param name="Subject">What the certificate calls itself.</param>
/// <param name="Sha256">Its fingerprint, hexadecimal, to compare with what the phone shows.</param>
/// <param name="NotAfter">When it ends.</param>
internal sealed record Authority(string Url, string Subject, string Sha256, DateTimeOffset NotAfter);
