using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Bridge.Mqtt.Broker;

/// <summary>What a broker asks of the program around it.</summary>
public sealed class MqttBrokerServices
{
    public required IMqttAuthenticator Authenticator { get; init; }

    /// <summary>Asked in place of <see cref="Authenticator"/> about clients that name a method. Null refuses those with 0x8C.</summary>
    public IMqttEnhancedAuthenticator? EnhancedAuthenticator { get; init; }

    public required IMqttAuthorizer Authorizer { get; init; }

    /// <summary>Sees what clients publish before anybody gets it, and may change it. Null passes everything.</summary>
    public IMqttPublishInterceptor? Interceptor { get; init; }

    /// <summary>Null acknowledges at once.</summary>
    public IMqttPublishGate? Gate { get; init; }

    public IMqttBrokerObserver? Observer { get; init; }

    /// <summary>Null forgets sessions with the process.</summary>
    public ISessionStore? Sessions { get; init; }

    /// <summary>Null forgets retained messages with the process.</summary>
    public IRetainedStore? RetainedMessages { get; init; }

    /// <summary>Every deadline comes from here.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Null makes a meter that nobody but a process-wide listener sees.</summary>
    public IMeterFactory? Meters { get; init; }

    public ILoggerFactory? Loggers { get; init; }
}
