using System.CommandLine;
using Bridge.Cli.Relays;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Topics;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge reload [files…]</c>.</summary>
internal sealed class ReloadCommand : DeviceCommand
{
    private static readonly string[] Swappable = [".css", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"];

    private readonly Argument<string[]> _files = new("files")
    {
        Description = "What changed, as paths on the site. Style sheets and images are swapped in place; anything else, or nothing, reloads.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _device = new("--device", "-d") { Description = "One device, by label or id. Default: all of the room.", HelpName = "name" };

    public ReloadCommand(Surroundings surroundings)
        : base("reload", "Reloads the page on every device, or swaps style sheets and images in place.", surroundings)
    {
        Arguments.Add(_files);
        MistypedOption.Refuse(_files);
        Options.Add(_device);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge reload", "reload everywhere"),
        new("bridge reload style.css img/logo.svg", "swap these, keep the page and its state"),
        new("npm run build && bridge reload --device \"Lena's iPhone\"", "after a build, on one device"),
    ];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var files = arguments.GetValue(_files) ?? [];
        var swap = files.Length > 0 && files.All(file => Swappable.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
        var device = arguments.GetValue(_device) ?? Names.AllDevices;
        return swap
            ? SendAsync(arguments, device, CommandNames.Css, CommandFields.Css([.. files.Select(SitePath)]), cancellation)
            : SendAsync(arguments, device, CommandNames.Reload, CommandFields.None, cancellation);
    }

    protected override string Success(DeviceOutcome outcome, bool alone) =>
        outcome.Reply?.Ms is { } ms ? $"{outcome.Label}: done in {ms:0} ms" : $"{outcome.Label}: done";

    private static string SitePath(string file) => "/" + file.Replace('\\', '/').TrimStart('.', '/');
}
