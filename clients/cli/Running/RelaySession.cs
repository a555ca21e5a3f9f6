using System.Text.Json;
using Bridge.Cli.Commands;
using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Bridge.Server.Journal;
using Bridge.Server.Relay;
using Bridge.Server.Security.Certificates;
using Bridge.Server.Storage;
using Spectre.Console;

namespace Bridge.Cli.Running;

/// <summary>A relay's life in a terminal: starts it, says where everything is, tells what happens, and stops it.</summary>
/// <param name="surroundings">Terminal, clock.</param>
/// <param name="options">The relay's options.</param>
/// <param name="json">For scripts.</param>
internal sealed class RelaySession(Surroundings surroundings, RelayOptions options, bool json)
{
    private readonly Screen _screen = surroundings.Screen;

    /// <summary>Runs until it is cancelled or the relay ends by itself.</summary>
    /// <exception cref="CommandFailedException">The relay could not start.</exception>
    public async Task<int> RunAsync(bool open, CancellationToken cancellation)
    {
        await using var relay = await StartAsync(cancellation);
        if (json)
        {
            var at = relay.Addresses;
            var ready = new ReadyLine("ready", options.Name, at.Device, at.DeviceTls, at.Console, at.Mqtt, relay.NewPairUrl(), relay.NewConsoleUrl(), relay.LiveReload);
            _screen.WriteLine(JsonSerializer.Serialize(ready, RunningJson.Default.ReadyLine));
        }
        else
        {
            await WelcomeAsync(relay, open, cancellation);
        }

        relay.Notices.Posted += Tell;
        await relay.Completion.WaitAsync(cancellation).ContinueWith(static _ => { }, TaskScheduler.Default);
        relay.Notices.Posted -= Tell;
        await relay.StopAsync();
        Tell(new RelayNotice("stopped", "Stopped."));
        return ExitCodes.Done;
    }

    private async Task<RelayHost> StartAsync(CancellationToken cancellation)
    {
        try
        {
            return await RelayHost.StartAsync(options, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StorageException or JournalUnavailableException or CertificateFileException)
        {
            throw new CommandFailedException(ExitCodes.NoRelay, $"The relay could not start: {e.Message}");
        }
    }

    private async Task WelcomeAsync(RelayHost relay, bool open, CancellationToken cancellation)
    {
        StartCard.WriteTitle(_screen, options);
        await PairAsync(relay, cancellation);
        var consoleUrl = relay.NewConsoleUrl();
        StartCard.WriteAddresses(_screen, options, relay.Addresses, relay.LiveReload, consoleUrl);
        StartCard.WriteKeys(_screen, options, Keys.Available);
        if (open && !Browser.TryOpen(consoleUrl))
        {
            _screen.Say("No browser could be started here: open the console's address by hand.");
        }

        if (Keys.Available)
        {
            Keys.Listen(key => Press(relay, key));
        }
    }

    // On the keys' own thread, where nobody else would catch what goes wrong.
    private void Press(RelayHost relay, char key)
    {
        try
        {
            Do(relay, key);
        }
        catch (CommandFailedException e)
        {
            _screen.Complain(e.Message);
        }
    }

    private void Do(RelayHost relay, char key)
    {
        if (key == 'p')
        {
            PairAsync(relay, CancellationToken.None).GetAwaiter().GetResult();
            _screen.WriteLine();
        }
        else if (key == 'c' && options.HasAuthority)
        {
            TrustAsync(relay, CancellationToken.None).GetAwaiter().GetResult();
            _screen.WriteLine();
        }
        else if (key == 'o' && !Browser.TryOpen(relay.NewConsoleUrl()))
        {
            _screen.Say($"No browser could be started here. Open {relay.NewConsoleUrl()} by hand.");
        }
    }

    private async Task PairAsync(RelayHost relay, CancellationToken cancellation)
    {
        using var client = Connect(relay);
        PairingCard.Write(_screen, await client.NewTicketAsync(options.Rooms[0], cancellation), surroundings.Time);
    }

    private async Task TrustAsync(RelayHost relay, CancellationToken cancellation)
    {
        using var client = Connect(relay);
        TrustCard.Write(_screen, await client.AuthorityAsync(cancellation));
    }

    private RelayClient Connect(RelayHost relay) => new(new RelayAccess(new Uri(relay.Addresses.Console), options.AdminToken ?? ""));

    private void Tell(RelayNotice notice)
    {
        if (json)
        {
            _screen.WriteLine(NoticeJson.Of(notice));
            return;
        }

        var style = notice.Level switch
        {
            "error" => new Style(Color.Red),
            "warn" => new Style(Color.Yellow),
            _ => Style.Plain,
        };
        var time = TimeZoneInfo.ConvertTime(surroundings.Time.GetUtcNow(), surroundings.Time.LocalTimeZone);
        _screen.Write(new StyledLine().Add($"  {time:HH:mm:ss}  ", new Style(decoration: Decoration.Dim)).Add(notice.Text, style));
    }
}
