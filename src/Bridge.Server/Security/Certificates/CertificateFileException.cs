namespace Bridge.Server.Security.Certificates;

/// <summary>A certificate's file can't be used.</summary>
/// <param name="message">Why not and what to do, for who started the relay. No key material.</param>
public sealed class CertificateFileException(string message) : Exception(message);
