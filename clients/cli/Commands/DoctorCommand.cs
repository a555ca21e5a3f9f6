using System.CommandLine;
using System.Text.Json;
using Bridge.Cli.Pages;
using Bridge.Cli.Terminal;
using Bridge.Server.Security.Certificates;

namespace Bridge.Cli.Commands;

/// <summary><c>bridge doctor URL</c>.</summary>
internal sealed class DoctorCommand : BridgeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // a dev server may compile the page first

    private readonly Argument<string> _url = new("url") { Description = "The page, at the dev server's own address, as in http://localhost:5173/cart." };
    private readonly Option<bool> _json;

    public DoctorCommand(Surroundings surroundings)
        : base("doctor", "Explains whether a page gets the script, where, what its policy needs, and why not.", surroundings)
    {
        Arguments.Add(_url);
        _url.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Parse(token.Value) is null)
            {
                result.AddError($"'{token.Value}' is not the address of a page. Give one as http://localhost:5173/cart.");
            }
        });
        _json = JsonOption.AddTo(this, "what was found");
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("bridge doctor http://localhost:5173", "what the relay would do with this page"),
        new("bridge doctor localhost:8080/cart --json | jq .injected", "for a script; the exit code says it too"),
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var report = await ExamineAsync(Parse(arguments.GetValue(_url)!)!, cancellation);
        if (CertificateReach.Trouble(Surroundings.Address()) is { } trouble)
        {
            report = report with { Lines = [.. report.Lines, $"https: {trouble}"] };
        }

        if (arguments.GetValue(_json))
        {
            Screen.WriteLine(JsonSerializer.Serialize(report, PageJson.Default.PageReport));
        }
        else
        {
            foreach (var line in report.Lines)
            {
                Screen.Write(new StyledLine().Add(line));
            }
        }

        return report.Injected ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static async Task<PageReport> ExamineAsync(Uri url, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var client = PageVisit.NewClient(url);
            using var response = await PageVisit.GetAsync(client, url, patience.Token);
            return await PageDoctor.ExamineAsync(url, response, patience.Token);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new CommandFailedException(ExitCodes.Unreadable, $"{url} can't be read: its certificate is not trusted here, or it does not speak https.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new CommandFailedException(ExitCodes.Unreadable, $"{url} can't be read: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCodes.Unreadable, $"{url} can't be read: its page was not complete within {Patience.TotalSeconds:0} seconds.");
        }
    }

    private static Uri? Parse(string text) =>
        !text.StartsWith('-') && Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var url) &&
        url.Scheme is "http" or "https" && url.Host.Length > 0
            ? url
            : null;
}
