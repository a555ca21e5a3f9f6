using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bridge.Mqtt.Tests.Tcp;
using Bridge.Ports;

namespace Bridge.Mqtt.Tests.Client;

/// <summary>
/// Debian's mosquitto, a broker that is not ours, on free ports of loopback: TCP, TLS, WebSocket, and WebSocket over TLS. Lives as long as the tests
/// that share it.
/// </summary>
public sealed class Mosquitto : IAsyncLifetime
{
    private const string Binary = "/usr/sbin/mosquitto";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mosquitto-test-");
    private readonly int[] _ports = [.. Enumerable.Range(0, 4).Select(_ => ProcessPort.Choose())];
    private Process? _process;
    private string? _thumbprint;

    /// <summary>Whether it is installed here.</summary>
    public static bool IsInstalled => File.Exists(Binary);

    public int Port => _ports[0];

    public Uri Address(string scheme) => scheme switch
    {
        "mqtt" => new Uri($"mqtt://127.0.0.1:{_ports[0]}"),
        "mqtts" => new Uri($"mqtts://localhost:{_ports[1]}"),
        "ws" => new Uri($"ws://127.0.0.1:{_ports[2]}/mqtt"),
        _ => new Uri($"wss://localhost:{_ports[3]}/mqtt"),
    };

    /// <summary>Trusts this broker's own certificate and no other.</summary>
    public SslClientAuthenticationOptions Tls => new()
    {
        TargetHost = "localhost",
        RemoteCertificateValidationCallback = (_, certificate, _, _) => (certificate as X509Certificate2)?.Thumbprint == _thumbprint,
    };

    public async Task InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }

        WriteCertificate();
        var config = Path.Combine(_folder.FullName, "mosquitto.conf");
        await File.WriteAllTextAsync(config, $"""
            user root
            allow_anonymous true
            persistence false
            log_dest stderr
            log_type information
            connection_messages false
            set_tcp_nodelay true
            max_queued_messages 0
            max_packet_size 2000000
            listener {_ports[0]} 127.0.0.1
            listener {_ports[1]} 127.0.0.1
            certfile {_folder.FullName}/cert.pem
            keyfile {_folder.FullName}/key.pem
            listener {_ports[2]} 127.0.0.1
            protocol websockets
            listener {_ports[3]} 127.0.0.1
            protocol websockets
            certfile {_folder.FullName}/cert.pem
            keyfile {_folder.FullName}/key.pem

            """);
        await StartAsync();
    }

    /// <summary>Kills it, and starts a new one on the same ports: everything that it knew is gone.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        var start = new ProcessStartInfo(Binary, ["-c", Path.Combine(_folder.FullName, "mosquitto.conf")])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var running = new TaskCompletionSource();
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains(" running", StringComparison.Ordinal) == true)
            {
                running.TrySetResult();
            }
        };
        _process.Start();
        _process.BeginErrorReadLine();
        await running.Task.WaitAsync(Broker.TestClient.Patience);
    }

    private async Task StopAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    private void WriteCertificate()
    {
        using var certificate = TestCertificate.Make("localhost");
        using var key = certificate.GetECDsaPrivateKey()!;
        _thumbprint = certificate.Thumbprint;
        File.WriteAllText(Path.Combine(_folder.FullName, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
