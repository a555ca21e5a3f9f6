using Bridge.Server.Relay;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Server.Tests.Relay;

public sealed class TerminalLogFormatterTests
{
    [Fact]
    public void Write_WordsOfAPhone_AreOneLineWithoutControls()
    {
        using var written = new StringWriter { NewLine = "\n" };
        var fault = new InvalidOperationException("Key: \e[2J\u202Eevil\u009B31m\nwarn: forged");

        new TerminalLogFormatter().Write(new LogEntry<string>(LogLevel.Error, "Broker", new EventId(3013), "on \a/é/✓", fault, (state, _) => state), null, written);

        Assert.Equal("fail: Broker[3013] on ␇/é/✓ System.InvalidOperationException: Key: ␛[2J\\u202eevil\\u009b31m⏎warn: forged\n", written.ToString());
    }
}
