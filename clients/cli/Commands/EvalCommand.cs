using System.CommandLine;
using System.Text;
using Bridge.Cli.Relays;
using Bridge.Cli.Terminal;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Topics;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge eval CODE</c>.</summary>
internal sealed class EvalCommand : DeviceCommand
{
    private const int MostCode = 64 * 1024; // bytes; docs: the relay's limit of an eval's source

    private readonly Argument<string> _code = new("code") { Description = "JavaScript to evaluate in the page; '-' reads it from standard input. Top-level await works." };
    private readonly Option<string?> _device = new("--device", "-d") { Description = "The device, by label or id. Default: the only one that is connected.", HelpName = "name" };
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Every connected device of the room." };

    public EvalCommand(Surroundings surroundings)
        : base("eval", "Evaluates code on a device and prints the value.", surroundings)
    {
        Arguments.Add(_code);
        MistypedOption.Refuse(_code);
        Options.Add(_device);
        Options.Add(_all);
        Validators.Add(result =>
        {
            if (result.GetValue(_all) && result.GetResult(_device) is not null)
            {
                result.AddError("Give --device or --all, not both.");
            }
        });
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge eval 'location.href'", "where the phone is"),
        new("bridge eval --all 'navigator.userAgent'", "on every device"),
        new("bridge eval --device \"Lena's iPhone\" 'await (await fetch(\"/api/me\")).json()'", "with await, on one of several"),
        new("bridge eval - < probe.js", "code from a file"),
        new("bridge eval '(-x)'", "code that looks like an option, in parentheses"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var code = arguments.GetValue(_code)!;
        if (code == "-")
        {
            code = await Surroundings.Input.ReadToEndAsync(cancellation);
        }

        if (Encoding.UTF8.GetByteCount(code) > MostCode)
        {
            throw new CommandFailedException(ExitCodes.Usage, "The code is longer than 64 KiB. Put it on the site under test, and import() it from there.");
        }

        var device = arguments.GetValue(_all) ? Names.AllDevices : arguments.GetValue(_device);
        return await SendAsync(arguments, device, CommandNames.Eval, CommandFields.Eval(code, TimeoutSeconds(arguments)), cancellation);
    }

    protected override string? Success(DeviceOutcome outcome, bool alone)
    {
        var value = outcome.Reply?.Value is { } preview ? PreviewText.Of(preview) : "undefined";
        return alone ? value : $"{outcome.Label}: {value}";
    }
}
