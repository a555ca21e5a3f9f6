using Microsoft.Extensions.Logging;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>Keeps the first error that the broker logs: whatever it is, a client must not be able to cause it.</summary>
internal sealed class ErrorLog : ILoggerFactory, ILogger
{
    private string? _first;

    public string? First => Volatile.Read(ref _first);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error)
        {
            Interlocked.CompareExchange(ref _first, $"{formatter(state, exception)} {exception}", null);
        }
    }

    public void Dispose()
    {
    }
}
