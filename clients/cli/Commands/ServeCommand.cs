using System.CommandLine;
using Bridge.Cli.Running;
using Bridge.Server.Relay;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge serve DIR</c>.</summary>
internal sealed class ServeCommand : BridgeCommand
{
    private readonly Argument<string> _folder = new("folder") { Description = "The folder of the site, with its index.html." };
    private readonly Option<bool> _cleanUrls = new("--clean-urls") { Description = "Let /about show about.html." };
    private readonly Option<bool> _spa = new("--spa", "--single") { Description = "Show the root's index.html for addresses that no file answers to: for applications with a router of their own." };
    private readonly Option<bool> _poll = new("--poll") { Description = "Look for changes by walking the folder: for network folders and containers, which tell nothing." };
    private readonly RelayFlags _flags;

    public ServeCommand(Surroundings surroundings)
        : base("serve", "Serves a folder to phones, with the bridge in every page and live reload.", surroundings)
    {
        Arguments.Add(_folder);
        _folder.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Directory.Exists(token.Value))
            {
                result.AddError(File.Exists(token.Value)
                    ? $"'{token.Value}' is a file. Give the folder that it is in."
                    : $"There is no folder '{token.Value}'. Give the one that holds the site's index.html.");
            }
        });
        Options.Add(_cleanUrls);
        Options.Add(_spa);
        Options.Add(_poll);
        _flags = new RelayFlags(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge serve .", "this folder; scan the QR code with a phone"),
        new("bridge serve dist --open", "and open the console here"),
        new("bridge serve dist --spa", "a single-page application: its router gets every address"),
        new("bridge serve . --local", "for an emulator or a browser on this machine"),
        new("bridge serve . --host 192.168.1.20", "where the address that was found is not the one that phones reach"),
    ];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var site = new SiteOptions
        {
            Directory = Path.GetFullPath(arguments.GetValue(_folder)!),
            CleanUrls = arguments.GetValue(_cleanUrls),
            SinglePage = arguments.GetValue(_spa),
            Polling = arguments.GetValue(_poll),
        };
        if (!_flags.Json(arguments) && !File.Exists(Path.Combine(site.Directory, "index.html")))
        {
            Screen.Say($"There is no index.html in {site.Directory}: phones find nothing at the site's root.");
        }

        var options = _flags.Read(arguments, site, Surroundings.Environment);
        return new RelaySession(Surroundings, options, _flags.Json(arguments)).RunAsync(_flags.Open(arguments), cancellation);
    }
}
