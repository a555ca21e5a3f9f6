using System.CommandLine;
using System.Diagnostics;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge bench</c>: the measurements that a checkout brings along.</summary>
internal sealed class BenchCommand : BridgeCommand
{
    private const string Product = "product";
    private const string Mqtt = "mqtt";
    private const string Proxy = "proxy";

    private readonly Argument<string> _what = new("what") { Description = "What to measure: the product end to end, the MQTT broker beside others, or the proxy beside nginx.", HelpName = "product|mqtt|proxy" };
    private readonly Argument<string[]> _passed = new("arguments") { Description = "Passed on to the measurement; the head of its run.mjs names them. Put -- before them.", Arity = ArgumentArity.ZeroOrMore };

    public BenchCommand(Surroundings surroundings)
        : base("bench", "Measures how fast it is on this machine. Needs a checkout, with its tests.", surroundings)
    {
        Arguments.Add(_what);
        Arguments.Add(_passed);
        _what.Validators.Add(result =>
        {
            var what = result.Tokens[0].Value;
            if (what is not (Product or Mqtt or Proxy))
            {
                result.AddError($"'{what}' is nothing to measure. There are {Product}, {Mqtt} and {Proxy}.");
            }
        });
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge bench product", "a relay, a phone and a console in Chromium; saves beside Browsersync"),
        new("bridge bench product -- --quick --only log,eval", "some of it, with fewer samples"),
        new("bridge bench mqtt", "the broker beside mosquitto, NATS and Aedes, where they are installed"),
        new("bridge bench proxy", "a page, a download and memory, beside nginx's proxy_pass"),
    ];

    /// <summary>The measurement's script in the checkout that a folder is in; null where the folder is in none.</summary>
    internal static string? ScriptFrom(string folder, string what)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var script = Path.Combine(at.FullName, "tests", "bench", what, "run.mjs");
            if (File.Exists(Path.Combine(at.FullName, "DeviceBridge.sln")) && File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var script = ScriptFrom(AppContext.BaseDirectory, arguments.GetValue(_what)!)
            ?? throw new CommandFailedException(ExitCodes.Usage, "The measurements are part of the source: run this as ./bridge in a checkout of it.");
        using var run = StartNode([script, .. arguments.GetValue(_passed) ?? []]);
        try
        {
            await run.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(run);
            throw;
        }

        return run.ExitCode == 0 ? ExitCodes.Done : throw new CommandFailedException(ExitCodes.Refused, "The measurement failed; the lines above say where.");
    }

    private static Process StartNode(IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", arguments) { UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"The measurements need Node.js 20 or newer, and 'node' could not be started: {e.Message}");
        }
    }

    // The measurement's own processes end with it.
    private static async Task EndAsync(Process run)
    {
        if (!run.HasExited)
        {
            run.Kill(entireProcessTree: true);
        }

        await run.WaitForExitAsync(CancellationToken.None);
    }
}
