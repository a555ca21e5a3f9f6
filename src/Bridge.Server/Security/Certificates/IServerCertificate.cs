using System.Net.Security;

namespace Bridge.Server.Security.Certificates;

/// <summary>The certificate of the https device listener. Asked for at each handshake, so that a new one needs no restart.</summary>
internal interface IServerCertificate
{
    /// <summary>The one for handshakes from now on. Quick, and never throws: the last good one rather than none.</summary>
    SslStreamCertificateContext Current { get; }
}
