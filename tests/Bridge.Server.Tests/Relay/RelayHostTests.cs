using System.Net;
using System.Net.Sockets;
using Bridge.Server.Relay;

namespace Bridge.Server.Tests.Relay;

public sealed class RelayHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-host-").FullName;

    /// <summary>A port that is taken early keeps clients waiting for as long as the relay reads what it has stored.</summary>
    [Fact]
    public async Task Start_NotEverythingIsPrepared_NoPortIsTaken()
    {
        // The last port there is: once it is taken, trying to bind it is an error of its own.
        using var other = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            other.Bind(new IPEndPoint(IPAddress.Loopback, IPEndPoint.MaxPort));
            other.Listen();
        }
        catch (SocketException)
        {
            // Somebody else has it: as good.
        }

        await Assert.ThrowsAsync<IOException>(() => RelayHost.StartAsync(Options("main")));
        await Assert.ThrowsAsync<ArgumentException>(() => RelayHost.StartAsync(Options("no room's name")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RelayOptions Options(string room) => new()
    {
        LocalOnly = true,
        NoTls = true,
        WriteRunFile = false,
        DataFolder = _folder,
        Rooms = [room],
        DevicePort = 0,
        ConsolePort = 0,
        MqttPort = IPEndPoint.MaxPort,
    };
}
