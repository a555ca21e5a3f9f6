using System.CommandLine;
using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge ca export</c>.</summary>
internal sealed class CaExportCommand : BridgeCommand
{
    private readonly Argument<string?> _file = new("file") { Description = "The file to write. Default: standard output.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _data;

    public CaExportCommand(Surroundings surroundings)
        : base("export", "Writes the authority's certificate, PEM, without its key; makes the authority if there is none.", surroundings)
    {
        Arguments.Add(_file);
        MistypedOption.Refuse(_file);
        _data = DataOption.AddTo(this);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge ca export devicebridge-ca.crt", "into a file"),
        new("bridge ca export | openssl x509 -noout -text", "what it says"),
    ];

    public override IReadOnlyList<string> Notes => CaSteps.Lines;

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var authority = new AuthorityFolder(DataOption.Folder(arguments, _data));
        CaFault.Explain(() =>
        {
            var pem = authority.Export(Surroundings.Time);
            if (arguments.GetValue(_file) is { } file)
            {
                File.WriteAllText(file, pem + "\n");
                Screen.Say($"Written to {file}. 'bridge ca' says how to install it.");
            }
            else
            {
                Screen.WriteLine(pem);
            }
        });
        return Task.FromResult(ExitCodes.Done);
    }
}
