using System.Diagnostics;
using Bridge.Server.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Bridge.Faults;

/// <summary>
/// The fault that the kill tests are there to find, put into a real relay from outside: acknowledgements that precede the commit. The runtime
/// loads this assembly into the relay's process as a start-up hook; the relay itself has no door for it.
/// </summary>
internal static class EarlyAcknowledgement
{
    /// <summary>What in its environment makes a relay acknowledge too early.</summary>
    public static readonly KeyValuePair<string, string> Environment = new("DOTNET_STARTUP_HOOKS", typeof(EarlyAcknowledgement).Assembly.Location);

    /// <summary>Waits for the relay's host to be built, and wraps its journal.</summary>
    public static void Install() => DiagnosticListener.AllListeners.Subscribe(new Watcher<DiagnosticListener>(listener =>
    {
        if (listener.Name == "Microsoft.Extensions.Hosting")
        {
            listener.Subscribe(new Watcher<KeyValuePair<string, object?>>(happened =>
            {
                if (happened is { Key: "HostBuilding", Value: IHostBuilder host })
                {
                    host.ConfigureServices(Wrap);
                }
            }));
        }
    }));

    private static void Wrap(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(IJournal)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IJournal>(provider => new HastyJournal((IJournal)real(provider))));
    }

    private sealed class Watcher<T>(Action<T> seen) : IObserver<T>
    {
        public void OnNext(T value) => seen(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
