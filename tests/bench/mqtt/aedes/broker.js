// aedes on two ports, TCP and WebSocket, with nothing switched on that it does not switch on itself. Prints its ports as JSON.
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import createBroker from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';

const aedes = createBroker();
const tcp = createServer(aedes.handle);
const http = createHttpServer();
const sockets = new WebSocketServer({ server: http, handleProtocols: () => 'mqtt' });
sockets.on('connection', (socket, request) => aedes.handle(createWebSocketStream(socket), request));

tcp.listen(0, '127.0.0.1', () => {
  http.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ tcp: tcp.address().port, ws: http.address().port }));
  });
});
