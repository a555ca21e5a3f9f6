namespace Bridge.Cli.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData("'evall' is not a command. Did you mean 'eval'?", "evall")]
    [InlineData("'xyzzy' is not a command.", "xyzzy")]
    [InlineData("'--jsn' is not an option of 'devices'. Did you mean '--json'?", "devices", "--jsn")]
    [InlineData("There is no folder 'nowhere'. Give the one that holds the site's index.html.", "serve", "nowhere")]
    [InlineData("'localhost:5173/app' is not the address of a server. Give it without a path, as in http://localhost:5173.", "proxy", "localhost:5173/app")]
    [InlineData("'ftp://x' is not the address of a server. Give it without a path, as in http://localhost:5173.", "proxy", "ftp://x")]
    [InlineData("'Big Room' can't be a room: use 1 to 32 of a–z, 0–9 and '-', as in --room checkout.", "devices", "--room", "Big Room")]
    [InlineData("--device-port takes a port, 0 to 65535, not 70000.", "relay", "--device-port", "70000")]
    [InlineData("'loud' is not a level. There are debug, log, info, warn, error.", "console", "--level", "loud")]
    [InlineData("'(' is not a regular expression that can be searched for. Escape special characters with '\\'.", "console", "--grep", "(")]
    [InlineData("'noon' is no time. Give 10m, 2h or 7d, a time as 2026-11-23T10:00, or a cursor.", "log", "--since", "noon")]
    [InlineData("'loud' is not a level. There are debug, log, info, warn, error.", "log", "--level", "loud")]
    [InlineData("--last takes 1 or more, not 0.", "log", "--last", "0")]
    [InlineData("'--' has no word in it to search for.", "log", "--grep=--")]
    [InlineData("--database takes an address that begins with postgres://.", "log", "--journal", "mysql://me:secret@host/db")]
    [InlineData("--timeout takes 0.1 to 60 seconds, not 0.", "eval", "1", "--timeout", "0")]
    [InlineData("Give --device or --all, not both.", "eval", "1", "--all", "--device", "pixel")]
    [InlineData("Devices go to http and https addresses only, not to javascript: ones.", "navigate", "javascript:alert(1)")]
    [InlineData("'file:///etc/hosts' is not the address of a page. Give one as http://localhost:5173/cart.", "doctor", "file:///etc/hosts")]
    [InlineData("'--jsn' is not an option of 'doctor'. Did you mean '--json'?", "doctor", "--jsn")]
    [InlineData("'--josn' is not an option of 'eval'. Did you mean '--json'?", "eval", "--josn", "location.href")]
    [InlineData("'--al' is not an option of 'eval'. Did you mean '--all'?", "eval", "--al")]
    [InlineData("'--devise=pixel' is not an option of 'navigate'. Did you mean '--device'?", "navigate", "--devise=pixel", "/")]
    [InlineData("'--dvice' is not an option of 'reload'. Did you mean '--device'?", "reload", "--dvice", "pixel")]
    [InlineData("--livereload-port takes a port, 0 to 65535, not 70000.", "serve", ".", "--livereload-port", "70000")]
    [InlineData("--key is the key of a certificate: give that with --cert.", "relay", "--key", "k.pem")]
    [InlineData("Give --cert or --no-tls, not both.", "relay", "--cert", "c.pem", "--no-tls")]
    [InlineData("--mqtt-port takes a whole number, not 'many'.", "relay", "--mqtt-port", "many")]
    [InlineData("--last takes a whole number, not '1.5'.", "log", "--last", "1.5")]
    [InlineData("--timeout takes a number, not 'soon'.", "eval", "1", "--timeout", "soon")]
    [InlineData("--data is empty: leave it out for its default.", "relay", "--data", "")]
    [InlineData("--data is empty: leave it out for its default.", "ca", "--data", "")]
    [InlineData("--name is empty: leave it out for its default.", "serve", ".", "--name", " ")]
    [InlineData("'http://x:1' is not a host. Give a name or an address alone, as in 192.168.1.20 or my-laptop.local.", "relay", "--host", "http://x:1")]
    [InlineData("'tunnel.example:443' is not a host. Give a name or an address alone, as in 192.168.1.20 or my-laptop.local.", "relay", "--allow-host", "ok.example", "--allow-host", "tunnel.example:443")]
    [InlineData("'--room' is not an option of 'open'.", "open", "--room", "main")]
    [InlineData("'lunch' is nothing to measure. There are product, mqtt and proxy.", "bench", "lunch")]
    public async Task Run_WrongCommandLine_SaysWhatAndEndsWithTwo(string message, params string[] arguments)
    {
        var line = new CommandLine();
        Assert.Equal(2, await line.RunAsync(arguments));
        Assert.StartsWith(message + "\n", line.Error, StringComparison.Ordinal);
        Assert.Empty(line.Output);
    }

    [Theory]
    [InlineData("The folder is missing. Give it as in: bridge serve .\n", "serve")]
    [InlineData("The folder is missing. Give it as in: bridge serve .\n", "serve", "--local")]
    [InlineData("The url is missing. Give it as in: bridge proxy http://localhost:5173\n", "proxy")]
    [InlineData("The code is missing. Give it as in: bridge eval ", "eval")]
    [InlineData("The url is missing. Give it as in: bridge navigate ", "navigate")]
    [InlineData("The url is missing. Give it as in: bridge doctor ", "doctor")]
    [InlineData("--device is without its name.", "reload", "--device")]
    [InlineData("--cert is without its file.", "relay", "--cert")]
    public async Task Run_IncompleteCommandLine_SaysWhatIsMissingAndEndsWithTwo(string message, params string[] arguments)
    {
        var line = new CommandLine();
        Assert.Equal(2, await line.RunAsync(arguments));
        Assert.StartsWith(message, line.Error, StringComparison.Ordinal);
        Assert.EndsWith($"'bridge {arguments[0]} --help' shows how it goes.\n", line.Error, StringComparison.Ordinal);
        Assert.Empty(line.Output);
    }

    [Fact]
    public async Task Run_AnyOptionWithoutItsValue_SaysSoAndEndsWithTwo()
    {
        foreach (var command in new CommandLine().Root.Subcommands)
        {
            foreach (var option in command.Options.Where(option => option.Arity.MinimumNumberOfValues > 0))
            {
                var line = new CommandLine();
                Assert.Equal(2, await line.RunAsync(command.Name, option.Name));
                Assert.DoesNotContain("argument", line.Error, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Theory]
    [InlineData("devices")]
    [InlineData("console")]
    [InlineData("eval", "1")]
    [InlineData("reload")]
    [InlineData("navigate", "/")]
    [InlineData("identify")]
    [InlineData("pair")]
    [InlineData("open")]
    public async Task Run_NoRelay_SaysHowToStartOneAndEndsWithThree(params string[] arguments)
    {
        var line = new CommandLine();
        Assert.Equal(3, await line.RunAsync(arguments));
        Assert.Equal("No relay is running here. Start one with 'bridge serve FOLDER', or name one with --relay URL.\n", line.Error);
        Assert.Empty(line.Output);
    }

    [Fact]
    public async Task Eval_CodeOverTheLimit_IsRefusedBeforeAnythingIsSent()
    {
        var line = new CommandLine(input: new string('x', (64 * 1024) + 1));
        Assert.Equal(2, await line.RunAsync("eval", "-"));
        Assert.Contains("64 KiB", line.Error, StringComparison.Ordinal);
    }
}
