using System.CommandLine;
using Bridge.Cli.Relays;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Topics;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge navigate URL</c>.</summary>
internal sealed class NavigateCommand : DeviceCommand
{
    private readonly Argument<string> _url = new("url") { Description = "Where to go: a path on the site, or an http or https address." };
    private readonly Option<string?> _device = new("--device", "-d") { Description = "One device, by label or id. Default: all of the room.", HelpName = "name" };

    public NavigateCommand(Surroundings surroundings)
        : base("navigate", "Sends every device, or one, to another page.", surroundings)
    {
        Arguments.Add(_url);
        MistypedOption.Refuse(_url);
        Options.Add(_device);
        _url.Validators.Add(result =>
        {
            var url = result.Tokens[0].Value;
            if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is not ("http" or "https" or "file"))
            {
                result.AddError($"Devices go to http and https addresses only, not to {address.Scheme}: ones.");
            }
        });
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge navigate /checkout.html", "every device, on the site under test"),
        new("bridge navigate --device pixel '/?debug=1'", "one device; the beginning of its label is enough"),
    ];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation) =>
        SendAsync(arguments, arguments.GetValue(_device) ?? Names.AllDevices, CommandNames.Navigate, CommandFields.Navigate(arguments.GetValue(_url)!), cancellation);

    protected override string Success(DeviceOutcome outcome, bool alone) => $"{outcome.Label}: on its way";
}
