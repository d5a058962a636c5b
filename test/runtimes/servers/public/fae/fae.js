console.log('The loader, in its place.');
